/** A bundle in memory, made from the tiny one's files. */

import { halfToFloat } from '../../../../bundle/read/half.ts';
import { assemble, type LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { HalfWeight, Weight, Weights } from '../../../../bundle/read/weights.ts';
import { type TinyOptions, tinyBundle } from '../../../testing/tinyBundle.ts';

export function loadedBundle(options: TinyOptions = {}): LoadedBundle {
  const { manifest, files } = tinyBundle(options);
  return assemble(manifest, files, 'tiny');
}

/** Returns the same weights, except for those given by name. */
export function weightsWith(weights: Weights, others: ReadonlyMap<string, Weight>): Weights {
  const floats = (name: string) => others.get(name) ?? weights.floats(name);
  const halves = (name: string) => (others.has(name) ? undefined : weights.halves(name));
  const own: Record<PropertyKey, unknown> = { floats, halves };
  return new Proxy(weights, { get: (target, key) => own[key] ?? Reflect.get(target, key) });
}

/**
 * Returns the same bundle with all kernels of more than one tap stored in float16.
 * @param change may change the bits of a kernel.
 */
export function storedInHalves(
  bundle: LoadedBundle,
  change: (name: string, bits: Uint16Array) => void = () => {},
): LoadedBundle {
  const { weights } = bundle;
  const made = new Map<string, HalfWeight>();
  const halves = (name: string): HalfWeight | undefined => {
    const { shape, data } = weights.floats(name);
    if (shape.length !== 4 || shape[0] === 1) return undefined;
    if (!made.has(name)) {
      const bits = Uint16Array.from(data, halfBits);
      change(name, bits);
      made.set(name, { shape, data: bits });
    }
    return made.get(name);
  };
  const floats = (name: string): Weight => {
    const found = halves(name);
    if (!found) return weights.floats(name);
    const data = halfToFloat(found.data);
    if (!data.every(Number.isFinite)) throw new Error(`${name} holds values that are not numbers`);
    return { shape: found.shape, data };
  };
  const own: Record<PropertyKey, unknown> = { floats, halves };
  return {
    ...bundle,
    weights: new Proxy(weights, { get: (target, key) => own[key] ?? Reflect.get(target, key) }),
  };
}

/** The bits of the nearest float16 towards zero, for numbers below 65536. */
function halfBits(x: number): number {
  const sign = x < 0 ? 0x8000 : 0;
  const size = Math.abs(x);
  if (size < 2 ** -14) return sign | Math.trunc(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | Math.trunc((size / 2 ** exponent - 1) * 1024);
}

/** Returns the same bundle with the first kernel rounded to float16: to steps of 2^-8, for numbers below 8. */
export function halved(bundle: LoadedBundle): LoadedBundle {
  const { generator } = bundle.manifest;
  if (generator.family !== 'progan') throw new Error(`${bundle.manifest.id} is no ProGAN`);
  const name = generator.blocks[0]!.conv0.kernel;
  const { shape, data } = bundle.weights.floats(name);
  const rounded = { shape, data: data.map((value) => Math.round(value * 2 ** 8) / 2 ** 8) };
  return { ...bundle, weights: weightsWith(bundle.weights, new Map([[name, rounded]])) };
}

/**
 * Returns the same bundle with heads of all lower resolutions: refitted ones, which share the weights of the full
 * picture's, and trained ones of their own. All blocks must have the same channels.
 */
export function withAllHeads(bundle: LoadedBundle): LoadedBundle {
  const { generator } = bundle.manifest;
  if (generator.family !== 'progan') throw new Error(`${bundle.manifest.id} is no ProGAN`);
  const { kernel, bias } = generator.toRgb;
  const { shape, data } = bundle.weights.floats(kernel);
  const sizes = generator.blocks.map(({ resolution }) => resolution).slice(0, -1);
  const others = new Map(
    sizes.map((size) => [`grown_${size}`, { shape, data: data.map((value) => value * Math.sin(size)) }]),
  );
  return {
    ...bundle,
    weights: weightsWith(bundle.weights, others),
    manifest: {
      ...bundle.manifest,
      previewHeads: sizes.map((resolution) => ({ resolution, kernel, bias, error: 0 })),
      growth: sizes.map((resolution) => ({ resolution, kernel: `grown_${resolution}`, bias })),
    },
  };
}
