import { ZscapeError } from '../base/errors.ts';
import { type PaintScaling, paintPicture } from '../canvas/paint.ts';

interface PngOptions {
  /** Width of the file in pixels; by default that of the picture. */
  width?: number;
  height?: number;
  scaling?: PaintScaling;
}

/**
 * Encodes a picture as a PNG file. The picture still belongs to the caller.
 * @throws EXPORT_FAILED if the browser cannot paint or encode at this size
 */
export async function encodePng(
  picture: ImageBitmap | HTMLCanvasElement,
  options: PngOptions = {},
): Promise<Blob> {
  const { width = picture.width, height = picture.height, scaling = 'smooth' } = options;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new ZscapeError('EXPORT_FAILED', 'This browser gave no canvas to paint the PNG on.');
  paintPicture(context, picture, width, height, scaling);
  try {
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch (cause) {
    throw new ZscapeError(
      'EXPORT_FAILED',
      `This browser could not make a PNG of ${width} × ${height} pixels. Try a smaller size.`,
      { cause },
    );
  }
}
