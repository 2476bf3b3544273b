/** Whole generators on a device: pictures, previews, batches, a change of kernels between frames, and measurement. */
import type { RawImage } from '../../../contract.ts';
import { latents } from '../../../testing/gaussians.ts';
import { type GpuGenerator, proganGenerator } from '../generator.ts';
import type { LayerShape, Storage, Variant } from '../kernels/kernel.ts';
import { measureLayer } from '../measure.ts';
import { abilitiesOf, usual } from '../variants.ts';
import { layoutBundle } from './layouts.ts';

interface GeneratorCase {
  name: string;
  tolerance: number;
  run(device: GPUDevice): Promise<number>;
}

const channels = [24, 20, 16];
const latent = 20;
const z = latents(latent, 1)[0]!;
const plain = (): Variant => ({ kind: 'plain' });

/** Makes a generator as on a software GPU, whose pictures are read from a buffer, whatever the device. */
function made(
  device: GPUDevice,
  bundle = layoutBundle(channels, { latent, seed: 3 }),
): Promise<GpuGenerator> {
  return proganGenerator(bundle, { device, software: true, check() {}, choose: plain });
}

export const generatorCases: GeneratorCase[] = [
  {
    name: 'pictures are the values, alone and in a batch',
    tolerance: 0.51, // of 255: rounding
    async run(device) {
      const generator = await made(device);
      const zs = latents(latent, 3, 8);
      let worst = 0;
      const batch = await generator.renderBatch(zs, undefined);
      for (const [i, one] of zs.entries()) {
        const wanted = bytesOf(await generator.raw(one));
        worst = Math.max(worst, difference(pixelsOf(batch[i]!), wanted));
        worst = Math.max(worst, difference(pixelsOf(await generator.renderImage(one)), wanted));
      }
      generator.dispose();
      return worst;
    },
  },
  {
    name: 'a preview is the picture of the network up to there, scaled up',
    tolerance: 1.01, // of 255: interpolated before rounding or after
    async run(device) {
      const bundle = layoutBundle(channels, { latent, seed: 3, previews: [8] });
      const { manifest } = bundle;
      if (manifest.generator.family !== 'progan') throw new Error('not a progan');
      const head = { ...manifest.previewHeads[0]!, scale: 1, offset: 0, clip: null };
      const part = {
        ...bundle,
        manifest: {
          ...manifest,
          image: { ...manifest.image, width: 8, height: 8 },
          generator: { ...manifest.generator, blocks: manifest.generator.blocks.slice(0, 2), toRgb: head },
        },
      };
      const [generator, small] = [await made(device, bundle), await made(device, part)];
      const shown = pixelsOf(await generator.previews![0]!.render(z));
      const expected = scaledUp(await small.raw(z), manifest.image.width);
      generator.dispose();
      small.dispose();
      return difference(shown, bytesOf(expected));
    },
  },
  {
    name: 'other kernels take over between frames where their pictures agree, and only there',
    tolerance: 1e-4,
    async run(device) {
      const generator = await made(device);
      const before = await generator.raw(z);
      const choose = (shape: LayerShape, storage: Storage) =>
        usual(shape, abilitiesOf(device, false), storage);
      if (await generator.adopt(choose, -1)) throw new Error('kernels that do not agree took over');
      if (!(await generator.adopt(choose, 1e-4))) throw new Error('kernels that agree did not take over');
      const after = await generator.raw(z);
      if (generator.layers().some(({ variant }) => variant.kind === 'plain'))
        throw new Error('nothing changed');
      generator.dispose();
      return difference(before.data, after.data);
    },
  },
  ...[false, true].map(
    (byClock): GeneratorCase => ({
      name: `kernels are measured ${byClock ? 'by the clock' : 'by timestamps, where there are any'}`,
      tolerance: 0,
      async run(device) {
        const shape: LayerShape = { up: true, size: 16, from: 64, to: 64 };
        const variants: Variant[] = [
          { kind: 'plain' },
          { kind: 'split', scheme: 'collapse', block: [1, 1], quads: 2, threads: 16 },
        ];
        const measured = await measureLayer(
          byClock ? withoutTimestamps(device) : device,
          shape,
          'f16',
          variants,
        );
        const [first, second] = measured;
        if (!first || !second) throw new Error(`only ${measured.length} of 2 were measured`);
        return first.ms > 0 && first.ms <= second.ms ? 0 : 1;
      },
    }),
  ),
];

/** Presents the same device without timestamps. */
function withoutTimestamps(device: GPUDevice): GPUDevice {
  return new Proxy(device, {
    get(target, name) {
      if (name === 'features') return new Set<string>();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function pixelsOf(bitmap: ImageBitmap): Uint8ClampedArray {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, width, height).data;
}

/** Maps values on [-1, 1] to RGBA levels, without rounding. */
function bytesOf({ data, width, height }: RawImage): Float32Array {
  const out = new Float32Array(4 * width * height).fill(255);
  data.forEach((value, i) => {
    out[4 * Math.floor(i / 3) + (i % 3)] = 255 * Math.min(1, Math.max(0, (value + 1) / 2));
  });
  return out;
}

/** Scales up bilinearly between the centres of pixels; clamps first, as on a screen. */
function scaledUp({ data, width, channels: depth }: RawImage, to: number): RawImage {
  const out = new Float32Array(to * to * depth);
  const at = (y: number, x: number, c: number) =>
    Math.min(1, Math.max(-1, data[(y * width + x) * depth + c]!));
  const split = (i: number) => {
    const place = Math.min(width - 1, Math.max(0, ((i + 0.5) * width) / to - 0.5));
    const low = Math.floor(place);
    return { low, high: Math.min(width - 1, low + 1), share: place - low };
  };
  for (let i = 0; i < out.length; i++) {
    const c = i % depth;
    const x = split(Math.floor(i / depth) % to);
    const y = split(Math.floor(i / depth / to));
    const row = (j: number) => at(j, x.low, c) * (1 - x.share) + at(j, x.high, c) * x.share;
    out[i] = row(y.low) * (1 - y.share) + row(y.high) * y.share;
  }
  return { data: out, width: to, height: to, channels: depth };
}

function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const here = Math.abs(a[i]! - b[i]!);
    if (!(here <= largest)) largest = here;
  }
  return largest;
}
