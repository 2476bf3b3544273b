/** A bundle in memory, made from the tiny one's files. */
import { assemble, type LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { Weight, Weights } from '../../../../bundle/read/weights.ts';
import { type TinyOptions, tinyBundle } from '../../../testing/tinyBundle.ts';

export function loadedBundle(options: TinyOptions = {}): LoadedBundle {
  const { manifest, files } = tinyBundle(options);
  return assemble(manifest, files, 'tiny');
}

/** Returns the same weights, except for those given by name. */
export function weightsWith(weights: Weights, others: ReadonlyMap<string, Weight>): Weights {
  const floats = (name: string) => others.get(name) ?? weights.floats(name);
  return new Proxy(weights, {
    get: (target, key) => (key === 'floats' ? floats : Reflect.get(target, key)),
  });
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
