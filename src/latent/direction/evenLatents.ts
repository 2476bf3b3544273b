import { createRandom } from '../../base/random.ts';
import { orthonormalBasis, projectOut } from './directions.ts';

export interface EvenLatents {
  /** z of each, float32 [size], on the sphere of radius sqrt(size). */
  latents: Float32Array[];
  /** The part of each within the span of `within`; the latents themselves where there is none. */
  seen: Float32Array[];
}

/**
 * Latents that lie evenly around the sphere: blocks of vectors at right angles to each other, each with its opposite.
 * Seen through them, a linear map is recovered without error by the regression that finds directions
 * (`latentDirections`), where as many independent draws would leave an error as large as the answer.
 * @param count of latents; a block of all dimensions has twice as many as there are dimensions
 * @param within orthogonal directions, if only what goes on within their span is looked for: blocks fill it sooner.
 *   The rest of each latent is drawn freely, so that they stay samples of the whole space.
 */
export function evenLatents(
  count: number,
  size: number,
  seed: number,
  within: readonly Float32Array[] = [],
): EvenLatents {
  const random = createRandom(seed);
  const basis = orthonormalBasis(within);
  const width = basis.length || size;
  const draw = (length: number) => Float64Array.from({ length }, random.normal);
  const latents: Float32Array[] = [];
  const seen: Float32Array[] = [];
  let block: Float64Array<ArrayBuffer>[] = [];
  while (latents.length < count) {
    if (block.length === width) block = [];
    const rest = projectOut(draw(width), block);
    const left = Math.hypot(...rest);
    // What is left of a draw that lay within the block is rounding: draw again.
    if (left < 1e-6) continue;
    const unit = rest.map((value) => value / left);
    block.push(unit);
    const inside = basis.length > 0 ? combination(basis, unit, size) : unit;
    const part = inside.map((value) => value * Math.sqrt(width));
    const outside = basis.length > 0 ? projectOut(draw(size), basis) : new Float64Array(size);
    const far = Math.hypot(...outside) || 1;
    const scale = Math.sqrt(size - width) / far;
    for (const sign of [1, -1]) {
      latents.push(Float32Array.from(part, (value, i) => sign * (value + scale * outside[i]!)));
      seen.push(Float32Array.from(part, (value) => sign * value));
    }
  }
  return { latents: latents.slice(0, count), seen: seen.slice(0, count) };
}

function combination(basis: readonly Float64Array[], weights: Float64Array, size: number) {
  const out = new Float64Array(size);
  basis.forEach((vector, k) => {
    for (let i = 0; i < size; i++) out[i]! += weights[k]! * vector[i]!;
  });
  return out;
}
