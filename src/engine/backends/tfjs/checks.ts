/** Whether a network gives what its bundle promises. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';

/** @throws BUNDLE_INVALID when a network gives NaN or infinite values, as it does when its weights hold some. */
export function checkNumbers(data: Float32Array, { manifest }: LoadedBundle): void {
  if (data.every(Number.isFinite)) return;
  throw new ZscapeError(
    'BUNDLE_INVALID',
    `The model ${manifest.title} gives values that are no numbers (NaN or infinite), so it has no picture. Convert it again from its source.`,
  );
}

/** @throws BUNDLE_INVALID when the network's answer is not the picture that the bundle promises. */
export function checkOutput(output: Tensor, { manifest }: LoadedBundle): void {
  const { width, height, channels } = manifest.image;
  if (output.size === width * height * channels && output.dtype === 'float32') return;
  throw new ZscapeError(
    'BUNDLE_INVALID',
    `The model ${manifest.title} gives ${output.dtype} [${output.shape.join(', ')}] and its bundle promises a picture of ${width}x${height}x${channels}.`,
  );
}
