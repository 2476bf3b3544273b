/** The checks of gradients that all backends share. */
import { ZscapeError } from '../../base/errors.ts';

/** Checks the gradient with respect to a picture. @throws ENGINE_FAILED if its size is wrong or a value is not finite. */
export function checkPictureGradient(dPicture: Float32Array, length: number): void {
  if (dPicture.length !== length) {
    throw new ZscapeError(
      'ENGINE_FAILED',
      `The gradient of the picture has ${dPicture.length} numbers, but the picture has ${length}.`,
    );
  }
  checkFinite(dPicture, 'The gradient of the picture');
}

/** Checks that all values are finite. @throws ENGINE_FAILED naming `what`. */
export function checkFinite(values: Float32Array, what: string): void {
  if (values.every(Number.isFinite)) return;
  throw new ZscapeError(
    'ENGINE_FAILED',
    `${what} has values that are not numbers (NaN or infinite). Start from another face.`,
  );
}

/** Checks that a resolution is `among` those with gradients. @throws ENGINE_FAILED */
export function checkResolution(resolution: number, among: readonly number[]): void {
  if (among.includes(resolution)) return;
  throw new ZscapeError(
    'ENGINE_FAILED',
    `There is no picture of ${resolution} pixels to take a gradient of, only of ${among.join(', ')}.`,
  );
}
