/** Still pictures by the browser's own WebP encoder. */
import { ZscapeError } from '../../../../base/errors.ts';
import type { WebpCalls } from './messages.ts';

let canvas: OffscreenCanvas | undefined;

/** Encodes a complete WebP file. @throws EXPORT_FAILED if the browser does not encode WebP */
export async function encodeStill(asked: WebpCalls['encode']['ask']): Promise<Uint8Array<ArrayBuffer>> {
  const { rgba, width, height, quality, alpha } = asked;
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha, willReadFrequently: true });
  if (!context) throw new ZscapeError('EXPORT_FAILED', 'This browser gave no canvas to make the WebP of.');
  context.putImageData(new ImageData(rgba, width, height), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
  // A browser that cannot encode WebP returns a PNG instead.
  if (blob.type !== 'image/webp') throw noWebp();
  return new Uint8Array(await blob.arrayBuffer());
}

export const noWebp = (): ZscapeError =>
  new ZscapeError('EXPORT_FAILED', 'This browser cannot encode WebP. Choose GIF or APNG.');
