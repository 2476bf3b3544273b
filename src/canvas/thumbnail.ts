import { paintPicture } from './paint.ts';

/**
 * Makes a small PNG of a picture as a data URL.
 * @param size its width in pixels; its height keeps the aspect ratio
 */
export function thumbnailOf(picture: ImageBitmap | HTMLCanvasElement, size: number): string {
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = Math.max(1, Math.round((size * picture.height) / picture.width));
  const context = canvas.getContext('2d');
  if (!context) return '';
  paintPicture(context, picture, canvas.width, canvas.height, 'smooth');
  return canvas.toDataURL('image/png');
}
