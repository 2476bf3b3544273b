import { createRandom } from '../../../base/random.ts';
import type { BundleManifest } from '../../../bundle/schema/manifest.ts';

export type Prior = BundleManifest['latent']['prior'];

/** Draws `count` latent vectors of the prior, row major [count, size], the same on every machine. */
export function latents(count: number, size: number, prior: Prior, seed: number): Float32Array {
  const random = createRandom(seed);
  const draw = prior === 'normal' ? () => random.normal() : () => 2 * random.uniform() - 1;
  return Float32Array.from({ length: count * size }, draw);
}
