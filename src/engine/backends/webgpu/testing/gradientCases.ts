/**
 * Gradients on a device: the backward pass of any layer by any variant, and whole generators against the slow reference.
 */
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import { gaussians, latents } from '../../../testing/gaussians.ts';
import { referenceProgan } from '../../progan/testing/reference.ts';
import { referenceGradient } from '../../progan/testing/referenceGradient.ts';
import { proganGenerator } from '../generator.ts';
import type { LayerShape, Storage, Variant } from '../kernels/kernel.ts';
import { abilitiesOf, usual } from '../variants.ts';
import { checkBackLayer } from './backLayer.ts';
import { everyVariant, exactIn, titleOf } from './cases.ts';
import { layoutBundle } from './layouts.ts';

interface GradientCase {
  name: string;
  tolerance: number;
  run(device: GPUDevice): Promise<number>;
}

/** Draws sizes that no tile divides and channels that no quad divides; new for each variant, the same in each run. */
function oddShape(up: boolean, next: () => number): LayerShape {
  const drawn = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return { up, size: up ? 2 * drawn(1, 5) : drawn(1, 9), from: drawn(1, 21), to: drawn(1, 21) };
}

export function gradientCases(device: GPUDevice): GradientCase[] {
  const abilities = abilitiesOf(device, false);
  const next = uniform(3);
  const layers = [false, true].flatMap((up) =>
    everyVariant(up, abilities).map((variant): GradientCase => {
      const shape = oddShape(up, next);
      const half = variant.kind === 'tiled' && variant.half;
      const storage: Storage = half ? 'f16' : 'f32';
      const { size, from, to } = shape;
      return {
        name: `back, ${titleOf(variant)} in ${storage}: ${up ? 'upsampled ' : ''}${size} px, ${from} to ${to}`,
        tolerance: exactIn(storage, variant),
        run: (on) => checkBackLayer(on, { shape, variant, storage, images: 2 }),
      };
    }),
  );
  const usualOf = (shape: LayerShape, storage: Storage) => usual(shape, abilities, storage);
  const plain = (): Variant => ({ kind: 'plain' });
  const previews = layoutBundle([40, 33, 32], { latent: 30, seed: 6, previews: [4, 8] });
  const wide = layoutBundle([128, 128], { seed: 5 });
  return [
    ...layers,
    whole('odd channels to 16 px by the usual kernels, with heads of 4 and 8 px', previews, usualOf, 2e-4),
    whole(
      'odd channels to 16 px by the plain kernels',
      layoutBundle([10, 7, 5], { latent: 13, seed: 4 }),
      plain,
      2e-4,
    ),
    // Pictures in float16 have some values on the other side of 0, where a leaky ReLU has its other slope.
    whole('128 channels to 8 px in float16 by the usual kernels', wide, usualOf, 0.1),
  ];
}

/** Returns the largest difference of pictures and gradients, relative to the largest value. */
function whole(
  name: string,
  bundle: LoadedBundle,
  choose: (shape: LayerShape, storage: Storage) => Variant,
  tolerance: number,
): GradientCase {
  return {
    name: `gradient, ${name}`,
    tolerance,
    async run(device) {
      const generator = await proganGenerator(bundle, { device, software: true, check() {}, choose });
      const gradients = generator.gradients!;
      let largest = 0;
      const compare = (found: Float32Array, expected: Float64Array) => {
        const scale = Math.max(...expected.map(Math.abs));
        expected.forEach((value, i) => {
          const difference = Math.abs(found[i]! - value) / scale;
          if (!(difference <= largest)) largest = difference;
        });
      };
      const zs = latents(bundle.manifest.latent.size, 2);
      const [small] = gradients.resolutions;
      const ds = zs.map((_, i) => Float32Array.from({ length: small! ** 2 * 3 }, gaussians(40 + i)));
      const both = await gradients.together!.gradients(zs, ds, small!);
      for (const [i, found] of both.entries())
        compare(found, referenceGradient(bundle, zs[i]!, ds[i]!, small!));
      // A small network has no memory for two full pictures.
      if (gradients.resolutions.length > 1 && both.length !== 2) throw new Error('only one was computed');
      for (const [i, z] of zs.entries()) {
        for (const resolution of gradients.resolutions) {
          // As small as the gradients of a mean over many pixels.
          const random = gaussians(i + resolution);
          const d = Float32Array.from({ length: resolution ** 2 * 3 }, () => 1e-6 * random());
          if (i === 0)
            compare((await gradients.picture(z, resolution)).data, referenceProgan(bundle, z, resolution));
          const gap = i === 0 ? undefined : () => generator.renderImage(z).then((bitmap) => bitmap.close());
          compare(
            await gradients.gradient(z, d, resolution, gap),
            referenceGradient(bundle, z, d, resolution),
          );
        }
      }
      generator.dispose();
      return largest;
    },
  };
}

/** Returns numbers on [0, 1), the same in each run. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
