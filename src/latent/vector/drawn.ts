/** Draws the z of a seed for a model: the same bits on the page and on the command line. */
import { type LatentCloud, sampleCloud } from './cloud.ts';
import { type Prior, sampleLatent } from './sample.ts';

/** The facts about a model that decide how its samples are drawn. */
export interface Drawn {
  latent: { size: number; prior: Prior; normalised: boolean };
  spread?: { usual?: number | undefined } | undefined;
  /** Given if the prior is not the standard one. */
  cloud?: LatentCloud | undefined;
}

/** False for a model that normalises z: its pictures do not depend on the length of z. */
export function canSpread({ latent }: Pick<Drawn, 'latent'>): boolean {
  return !latent.normalised;
}

/** Returns the spread at which a model is usually sampled. */
export function usualSpread(model: Pick<Drawn, 'latent' | 'spread'>): number {
  return canSpread(model) ? (model.spread?.usual ?? 1) : 1;
}

/**
 * Draws the z of a seed, float32 [size].
 * @param spread factor of the random vector; by default the model's usual one
 */
export function drawZ(model: Drawn, seed: number, spread = usualSpread(model)): Float32Array {
  const { cloud, latent } = model;
  if (cloud) return sampleCloud(cloud, seed, spread / usualSpread(model));
  const z = sampleLatent(seed, latent.size, latent.prior);
  return spread === 1 ? z : z.map((value) => spread * value);
}
