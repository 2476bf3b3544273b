/**
 * The first layer of a ProGAN as maths on arrays, for finding directions: latents in, features out. A picture's network
 * lives in the engine; this needs no more of it than one kernel.
 */
import { createRandom } from '../base/random.ts';

/** The first convolution: VALID over z padded by r - 1 zeros on each side (`docs/bundle-format.md`). */
export interface FirstLayer {
  /** HWIO: float32 [r * r * size * channels]. */
  kernel: Float32Array;
  /** [channels] */
  bias: Float32Array;
  resolution: number;
  size: number;
  channels: number;
  leakySlope: number;
  /** Of the PixelNorm over the features, and over z before the layer; null where z is taken as it is. */
  epsilon: number;
  latentEpsilon: number | null;
}

/**
 * What the layer makes of each latent, normalised as the network does: lrelu(conv + bias) / sqrt(mean square + epsilon).
 * @param places pixels to look at, 0 to r * r - 1; a share of them is a fair sample of the layer.
 * @returns float64 [places * channels] for each latent.
 */
export function firstLayerFeatures(
  layer: FirstLayer,
  latents: readonly Float32Array[],
  places: readonly number[],
): Float64Array[] {
  const { kernel, bias, resolution, size, channels, leakySlope, epsilon, latentEpsilon } = layer;
  const block = size * channels;
  return latents.map((z) => {
    const factor = latentEpsilon === null ? 1 : 1 / Math.sqrt(meanSquare(z) + latentEpsilon);
    const features = new Float64Array(places.length * channels);
    places.forEach((place, index) => {
      const out = features.subarray(index * channels, (index + 1) * channels);
      // The pixel at (y, x) sees z through the tap (r - 1 - y, r - 1 - x).
      const tap = (resolution * resolution - 1 - place) * block;
      for (let i = 0; i < size; i++) {
        const value = factor * z[i]!;
        const row = tap + i * channels;
        for (let c = 0; c < channels; c++) out[c]! += value * kernel[row + c]!;
      }
      for (let c = 0; c < channels; c++) {
        const sum = out[c]! + bias[c]!;
        out[c] = sum < 0 ? leakySlope * sum : sum;
      }
      const scale = 1 / Math.sqrt(meanSquare(out) + epsilon);
      for (let c = 0; c < channels; c++) out[c]! *= scale;
    });
    return features;
  });
}

/** Some of the first layer's pixels, so that at most `most` features are computed; the same ones each time. */
export function choosePlaces(resolution: number, channels: number, most: number): number[] {
  const all = Array.from({ length: resolution * resolution }, (_, place) => place);
  const wanted = Math.min(all.length, Math.max(1, Math.floor(most / channels)));
  const random = createRandom(1);
  for (let i = 0; i < wanted; i++) {
    const j = i + random.below(all.length - i);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, wanted).sort((one, other) => one - other);
}

/**
 * Latents that lie evenly around the sphere of radius sqrt(size): blocks of vectors at right angles to each other, each with
 * its opposite. Seen through them a linear map is recovered without error by the regression that finds directions
 * (`latentDirections`), where independent draws of the same number would leave an error as large as the answer.
 * @param count of latents, even
 */
export function evenLatents(count: number, size: number, seed: number): Float32Array[] {
  const random = createRandom(seed);
  const latents: Float32Array[] = [];
  const radius = Math.sqrt(size);
  let block: Float64Array[] = [];
  while (latents.length < count) {
    if (block.length === size) block = [];
    const vector = Float64Array.from({ length: size }, random.normal);
    for (let pass = 0; pass < 2; pass++) {
      for (const unit of block) {
        let along = 0;
        for (let i = 0; i < size; i++) along += vector[i]! * unit[i]!;
        for (let i = 0; i < size; i++) vector[i]! -= along * unit[i]!;
      }
    }
    const length = Math.sqrt(meanSquare(vector) * size);
    // What is left of a draw that lay within the block is rounding: draw again.
    if (length < 1e-6) continue;
    const unit = vector.map((value) => value / length);
    block.push(unit);
    latents.push(Float32Array.from(unit, (value) => radius * value));
    latents.push(Float32Array.from(unit, (value) => -radius * value));
  }
  return latents.slice(0, count);
}

function meanSquare(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum / values.length;
}
