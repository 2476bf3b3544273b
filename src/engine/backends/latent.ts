/** The preparation of a latent that comes before the first layer on every backend. */
import { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';

/**
 * Applies PixelNorm to z: z / sqrt(mean(z^2) + epsilon), in double precision so that every backend gets the same result.
 */
export function normalised(z: Float32Array, epsilon: number): Float32Array<ArrayBuffer> {
  let sum = 0;
  for (const value of z) sum += value * value;
  const factor = 1 / Math.sqrt(sum / z.length + epsilon);
  return Float32Array.from(z, (value) => value * factor);
}

/**
 * Propagates a gradient back through `normalised`: r (d - y mean(d y)), where y is the normalised z and r the factor that
 * z was multiplied by.
 * @param d the gradient with respect to the normalised latent.
 */
export function normalisedBack(z: Float32Array, epsilon: number, d: Float32Array): Float32Array<ArrayBuffer> {
  let squares = 0;
  let along = 0;
  z.forEach((value, i) => {
    squares += value * value;
    along += value * d[i]!;
  });
  const square = 1 / (squares / z.length + epsilon);
  const factor = Math.sqrt(square);
  return Float32Array.from(z, (value, i) => factor * (d[i]! - value * square * (along / z.length)));
}

/** Checks that z has the model's size. @throws ENGINE_FAILED */
export function checkLatent(z: Float32Array, { manifest }: { manifest: BundleManifest }): void {
  if (z.length === manifest.latent.size) return;
  throw new ZscapeError(
    'ENGINE_FAILED',
    `The latent vector has ${z.length} numbers, but ${manifest.title} needs ${manifest.latent.size}.`,
  );
}
