/** The whole networks to check on a device: production width, on pictures small enough for the definition. */
import { latents } from '../../../testing/gaussians.ts';
import type { LayerShape, Storage, Variant } from '../kernels/kernel.ts';
import { abilitiesOf, usual } from '../variants.ts';
import { layoutBundle } from './layouts.ts';
import type { WholeCase } from './whole.ts';

/** The tolerances on [-1, 1]: for float32, and for pixels and weights stored in float16. */
const tolerances: Record<Storage, number> = { f32: 1e-3, f16: 8e-3 };

export function wholeCases(device: GPUDevice): WholeCase[] {
  const abilities = abilitiesOf(device, false);
  const usualIn = (storage: Storage) => (shape: LayerShape) => usual(shape, abilities, storage);
  const full = layoutBundle([512, 512], { seed: 5 });
  // Odd numbers of channels, through every kind of kernel that progan-128 goes through.
  const odd = layoutBundle([40, 33, 24], { latent: 30, seed: 6 });
  const plain = (): Variant => ({ kind: 'plain' });
  const of = (
    name: string,
    bundle: typeof full,
    storage: Storage,
    choose: WholeCase['choose'],
    images = 1,
  ) => ({
    name: `${name} in ${storage}`,
    bundle,
    storage,
    choose,
    zs: latents(bundle.manifest.latent.size, images),
    tolerance: tolerances[storage],
  });
  return [
    of('512 channels to 8 px by the usual kernels', full, 'f16', usualIn('f16')),
    of('512 channels to 8 px by the plain kernels', full, 'f32', plain),
    of('odd channels to 16 px by the usual kernels, three images', odd, 'f32', usualIn('f32'), 3),
  ];
}
