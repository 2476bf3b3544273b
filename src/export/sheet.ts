/** Puts many pictures into one PNG: a grid without gaps, filled row by row. */
import { ZscapeError } from '../base/errors.ts';
import { type PaintScaling, paintPicture } from '../canvas/paint.ts';

/** Longest side of a canvas in pixels. Browsers refuse larger ones, or silently leave them empty. */
const longestSide = 8192;

interface Sheet {
  /** Draws a picture into its cell and closes it. */
  paint(index: number, picture: ImageBitmap): void;
  encode(): Promise<Blob>;
}

/**
 * Creates an empty grid.
 * @param cell width and height of a picture in pixels; pictures are drawn smaller if the whole would be too large for a
 * browser
 * @throws EXPORT_FAILED
 */
export function createSheet(
  columns: number,
  rows: number,
  cell: { width: number; height: number },
  scaling: PaintScaling,
): Sheet {
  const factor = Math.min(1, longestSide / (columns * cell.width), longestSide / (rows * cell.height));
  const width = Math.max(1, Math.floor(cell.width * factor));
  const height = Math.max(1, Math.floor(cell.height * factor));
  const canvas = new OffscreenCanvas(columns * width, rows * height);
  const context = canvas.getContext('2d');
  if (!context) throw new ZscapeError('EXPORT_FAILED', 'This browser gave no canvas to paint the grid on.');
  return {
    paint(index, picture) {
      context.setTransform(1, 0, 0, 1, (index % columns) * width, Math.floor(index / columns) * height);
      paintPicture(context, picture, width, height, scaling);
      picture.close();
    },
    async encode() {
      try {
        return await canvas.convertToBlob({ type: 'image/png' });
      } catch (cause) {
        throw new ZscapeError(
          'EXPORT_FAILED',
          `This browser could not make a PNG of ${canvas.width} × ${canvas.height} pixels. Try a smaller grid.`,
          { cause },
        );
      }
    },
  };
}
