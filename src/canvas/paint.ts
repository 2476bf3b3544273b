/** The one painter: the screen, its thumbnails and every export draw pictures with it. */

export type PaintScaling = 'smooth' | 'crisp';

type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
type Picture = ImageBitmap | HTMLCanvasElement | OffscreenCanvas;

/**
 * Fills [0, 0, width, height] of the context with the whole picture, interpolated or as blocks.
 * @param background is visible through transparent parts; by default there is none, so the result is transparent there,
 * too
 */
export function paintPicture(
  context: Context2D,
  picture: Picture,
  width: number,
  height: number,
  scaling: PaintScaling,
  background?: string,
): void {
  // Clear first, or the previous picture would show through a transparent one.
  context.clearRect(0, 0, width, height);
  if (background) {
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingEnabled = scaling === 'smooth';
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
}

/** Returns the bytes of a picture, scaled to the given size: RGBA, row major, [height * width * 4]. */
export function pictureBytes(picture: Picture, width: number, height: number): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gave no 2d canvas.');
  paintPicture(context, picture, width, height, 'smooth');
  return context.getImageData(0, 0, width, height).data;
}
