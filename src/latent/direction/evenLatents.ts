import { createRandom } from '../../base/random.ts';
import { orthonormalBasis, projectOut } from './directions.ts';

export interface EvenLatents {
  /** The latents, float32 [size] each, on the sphere of radius sqrt(size). */
  latents: Float32Array[];
  /** The part of each within the span of `within`; the latents themselves if it is not given. */
  seen: Float32Array[];
}

/**
 * Creates latents that are spread evenly around the sphere, in blocks of vectors at right angles to each other, each
 * together with its opposite. From such latents the regression that finds directions (`latentDirections`) recovers a
 * linear map without error; from as many independent samples its error would be as large as the answer.
 * @param count how many latents; a complete block has twice as many as there are dimensions
 * @param within orthogonal directions, if only changes within their span matter: fewer latents fill that span. The rest
 * of each latent is drawn at random, so it remains a sample of the whole space.
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
    // The draw lay within the span of the block, and only rounding errors are left: draw again.
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
