/**
 * The vector that a picture is requested with: z, followed for a model with classes by the numbers of the class (its
 * index, or a share of each class). Keeping both in one vector means that no code which stores or compares vectors can
 * forget the class.
 */
import { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';

type Classes = NonNullable<BundleManifest['classes']>;

/** Returns the length of the vector that a model takes. */
export function pointLength({ latent, classes }: Pick<BundleManifest, 'latent' | 'classes'>): number {
  return latent.size + (classes ? classLength(classes) : 0);
}

function classLength({ kind, count }: Classes): number {
  return kind === 'index' ? 1 : count;
}

/** Checks that a vector has the model's length. @throws ENGINE_FAILED */
export function checkPoint(point: Float32Array, { manifest }: { manifest: BundleManifest }): void {
  const length = pointLength(manifest);
  if (point.length === length) return;
  const { title, latent, classes } = manifest;
  throw new ZscapeError(
    'ENGINE_FAILED',
    `The latent vector has ${point.length} numbers, but ${title} needs ${classes ? `${latent.size} and ${classLength(classes)} for the class` : latent.size}.`,
  );
}

/**
 * Returns the values of the graph's second input. A number that is not one of the model's classes, perhaps from a damaged
 * file, becomes the nearest one: some backends would read beyond the end of a table for it.
 */
export function classValues(classes: Classes, point: Float32Array, size: number): Float32Array {
  const tail = point.slice(size);
  if (classes.kind === 'oneHot') return classes.dtype === 'int32' ? tail.map(Math.round) : tail;
  const index = Math.round(tail[0] ?? 0);
  return Float32Array.of(Math.min(classes.count - 1, Math.max(0, Number.isFinite(index) ? index : 0)));
}

/**
 * Returns a vector for trying out a network, in its first class. z is not zero, since some networks divide by its length.
 */
export function trialPoint(manifest: Pick<BundleManifest, 'latent' | 'classes'>): Float32Array {
  const { latent, classes } = manifest;
  const point = new Float32Array(pointLength(manifest));
  for (let i = 0; i < latent.size; i++) point[i] = 1.4 * Math.sin(i + 1);
  if (classes?.kind === 'oneHot') point[latent.size] = 1;
  return point;
}
