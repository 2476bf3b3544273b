/** What every backend does to a latent before its first layer. */
import { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';

/** PixelNorm of z: z / sqrt(mean(z^2) + epsilon). Computed in double precision, so that it is the same on every backend. */
export function normalised(z: Float32Array, epsilon: number): Float32Array<ArrayBuffer> {
  let sum = 0;
  for (const value of z) sum += value * value;
  const factor = 1 / Math.sqrt(sum / z.length + epsilon);
  return Float32Array.from(z, (value) => value * factor);
}

/** Checks that z has the model's size. @throws ENGINE_FAILED */
export function checkLatent(z: Float32Array, { manifest }: { manifest: BundleManifest }): void {
  if (z.length === manifest.latent.size) return;
  throw new ZscapeError(
    'ENGINE_FAILED',
    `The latent vector has ${z.length} numbers, and ${manifest.title} takes ${manifest.latent.size}.`,
  );
}
