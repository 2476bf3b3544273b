/**
 * One z that goes downhill by Adam (Kingma and Ba 2015): on the sphere of radius sqrt(size) if the network normalises z,
 * otherwise in the whole space, held back by the prior.
 */
import type { Random } from '../../../base/random.ts';
import { withNorm } from '../../vector/vector.ts';
import type { LatentSpace } from '../contract.ts';

const BETA_1 = 0.9;
const BETA_2 = 0.99;
const EPSILON = 1e-10;
/** Weight of -log p(z) / size in the loss, for networks that do not normalise z. */
const PRIOR_WEIGHT = 0.002;

export class Walker {
  readonly start: Float32Array;
  z: Float32Array;
  /** The nearest z since `begin`, and its loss. */
  best: Float32Array;
  loss = Number.POSITIVE_INFINITY;
  readonly #latent: LatentSpace;
  #mean: Float64Array;
  #square: Float64Array;
  #steps = 0;

  constructor(z: Float32Array, latent: LatentSpace) {
    this.#latent = latent;
    this.start = z;
    this.z = allowed(z, latent);
    this.best = this.z;
    this.#mean = new Float64Array(z.length);
    this.#square = new Float64Array(z.length);
  }

  /** Losses differ at another resolution: continues from the best, whatever its loss was. */
  begin(): void {
    this.loss = Number.POSITIVE_INFINITY;
    this.goBack();
  }

  /** Continues from the best without momentum. */
  goBack(): void {
    this.z = this.best;
    this.#mean.fill(0);
    this.#square.fill(0);
    this.#steps = 0;
  }

  /** Returns z with noise, where the gradient is to be taken. */
  shaken(random: Random, strength: number): Float32Array {
    if (strength === 0) return this.z;
    return allowed(
      this.z.map((value) => value + strength * random.normal()),
      this.#latent,
    );
  }

  /** Records how near a z is. */
  seen(z: Float32Array, loss: number): void {
    if (!(loss < this.loss)) return;
    this.loss = loss;
    this.best = z;
  }

  /** Returns the cost of a z in addition to its picture's. */
  prior(z: Float32Array): number {
    if (this.#latent.normalised || this.#latent.prior === 'uniform') return 0;
    return (PRIOR_WEIGHT * z.reduce((sum, value) => sum + value * value, 0)) / (2 * z.length);
  }

  step(gradient: Float32Array, rate: number): void {
    const [mean, square, { normalised, prior }] = [this.#mean, this.#square, this.#latent];
    const held = normalised || prior === 'uniform' ? 0 : PRIOR_WEIGHT / gradient.length;
    const [left, leftSquare] = [1 - BETA_1 ** ++this.#steps, 1 - BETA_2 ** this.#steps];
    const z = this.z.map((value, i) => {
      const g = gradient[i]! + held * value;
      mean[i] = BETA_1 * mean[i]! + (1 - BETA_1) * g;
      square[i] = BETA_2 * square[i]! + (1 - BETA_2) * g * g;
      return value - (rate * (mean[i]! / left)) / (Math.sqrt(square[i]! / leftSquare) + EPSILON);
    });
    this.z = allowed(z, this.#latent);
  }
}

/** Returns the nearest z that the prior allows. */
export function allowed(z: Float32Array, { normalised, prior }: LatentSpace): Float32Array {
  if (normalised) return withNorm(z, Math.sqrt(z.length));
  return prior === 'uniform' ? z.map((value) => Math.min(1, Math.max(-1, value))) : z;
}
