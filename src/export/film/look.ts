/** Paints a picture of the network as a frame of a film. The live preview and the film's worker both use it. */
import { paintPicture } from '../../canvas/paint.ts';
import { resample } from './lanczos.ts';

export const filmScalings = ['smooth', 'crisp', 'lanczos'] as const;
export type FilmScaling = (typeof filmScalings)[number];

export interface FilmLook {
  scaling: FilmScaling;
  /** A CSS colour around the picture and behind its transparent parts; null leaves both transparent. */
  background: string | null;
  /** A line of text at the foot of the frame, or null. */
  caption: string | null;
}

type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Paints the picture as large as it fits, in the middle of the frame. */
export function paintFrame(
  context: Context2D,
  picture: ImageBitmap,
  width: number,
  height: number,
  { scaling, background, caption }: FilmLook,
): void {
  const scale = Math.min(width / picture.width, height / picture.height);
  // Video needs even sides, and a picture with odd ones should still fill them.
  const [w, h] = [fill(picture.width * scale, width), fill(picture.height * scale, height)];
  const [x, y] = [(width - w) / 2, (height - h) / 2];
  context.setTransform(1, 0, 0, 1, Math.floor(x), Math.floor(y));
  if (x >= 1 || y >= 1) {
    context.setTransform(1, 0, 0, 1, 0, 0);
    clear(context, width, height, background);
    context.setTransform(1, 0, 0, 1, Math.floor(x), Math.floor(y));
  }
  if (scaling === 'lanczos' && (w !== picture.width || h !== picture.height)) {
    paintLanczos(context, picture, w, h, Math.floor(x), Math.floor(y), background);
  } else {
    const paint = scaling === 'crisp' ? 'crisp' : 'smooth';
    paintPicture(context, picture, w, h, paint, background ?? undefined);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  if (caption) paintCaption(context, caption, width, height);
}

/** Returns a whole number of pixels; the whole side if at most one pixel would be left at each end. */
function fill(pixels: number, side: number): number {
  return side - pixels <= 2 ? side : Math.max(1, Math.round(pixels));
}

function clear(context: Context2D, width: number, height: number, background: string | null): void {
  context.clearRect(0, 0, width, height);
  if (!background) return;
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
}

/** Copies resampled bytes into place; transparent parts are laid on the background by a separate canvas. */
function paintLanczos(
  context: Context2D,
  picture: ImageBitmap,
  w: number,
  h: number,
  x: number,
  y: number,
  background: string | null,
): void {
  const source = new OffscreenCanvas(picture.width, picture.height);
  const from = source.getContext('2d', { willReadFrequently: true });
  if (!from) {
    paintPicture(context, picture, w, h, 'smooth', background ?? undefined);
    return;
  }
  paintPicture(from, picture, picture.width, picture.height, 'crisp', background ?? undefined);
  const { data } = from.getImageData(0, 0, picture.width, picture.height);
  const bytes = resample(data, picture.width, picture.height, w, h);
  context.putImageData(new ImageData(bytes, w, h), x, y);
}

/** Writes in white on a soft shade, so the text can be read on any picture. */
function paintCaption(context: Context2D, caption: string, width: number, height: number): void {
  const size = Math.max(9, Math.round(Math.min(width, height) / 18));
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.lineJoin = 'round';
  context.lineWidth = Math.max(2, size / 5);
  context.strokeStyle = 'rgb(0 0 0 / 65%)';
  context.fillStyle = '#ffffff';
  const [x, y] = [width / 2, height - size * 0.7];
  const most = width - size;
  context.strokeText(caption, x, y, most);
  context.fillText(caption, x, y, most);
}
