import { ZscapeError } from '../../../base/errors.ts';

/** Reads the pixels of a canvas: RGBA [height, width, 4]. @throws EXPORT_FAILED if the browser does not provide them */
export function readPixels(canvas: OffscreenCanvas): Uint8ClampedArray<ArrayBuffer> {
  // If the canvas has a context already, this returns the same one.
  const context = canvas.getContext('2d');
  if (!context) throw new ZscapeError('EXPORT_FAILED', 'This browser does not let the film read its frames.');
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}
