/** Checks that a network's output is what its bundle promises. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';

/**
 * Checks a network's values.
 * @throws BUNDLE_INVALID if some are NaN or infinite, as happens when its weights hold such numbers.
 */
export function checkNumbers(data: Float32Array, { manifest }: LoadedBundle): void {
  if (data.every(Number.isFinite)) return;
  throw new ZscapeError(
    'BUNDLE_INVALID',
    `The model ${manifest.title} computes values that are not numbers (NaN or infinite), so there is no picture. Convert it again from its source.`,
  );
}

/** Checks the shape of a network's output. @throws BUNDLE_INVALID if it is not the picture that the bundle promises. */
export function checkOutput(output: Tensor, { manifest }: LoadedBundle): void {
  const { width, height, channels } = manifest.image;
  if (output.size === width * height * channels && output.dtype === 'float32') return;
  throw new ZscapeError(
    'BUNDLE_INVALID',
    `The model ${manifest.title} gives ${output.dtype} [${output.shape.join(', ')}], but its bundle promises a picture of ${width}x${height}x${channels}.`,
  );
}
