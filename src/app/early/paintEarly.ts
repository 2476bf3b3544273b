import type { EnginePicture } from '../../engine/protocol.ts';

/**
 * Paints the first picture on the canvas that the HTML brings, and closes it if it is a bitmap. The stage takes the canvas over
 * and paints on it again, so this does nothing if the stage was faster.
 */
export function paintEarly(image: EnginePicture): void {
  const canvas = document.querySelector<HTMLCanvasElement>('.canvas canvas');
  const room = canvas?.parentElement;
  if (!canvas || !room || canvas.dataset.frame !== undefined) return;
  const { width, height } = image;
  canvas.width = width;
  canvas.height = height;
  // With the same options as the stage's, because a canvas has only one context.
  const context = canvas.getContext('2d', { alpha: false });
  if ('close' in image) {
    context?.drawImage(image, 0, 0);
    image.close();
  } else context?.putImageData(new ImageData(image.data, width, height), 0, 0);
  room.style.aspectRatio = `${width} / ${height}`;
  room.classList.remove('waiting');
  canvas.dataset.early = '';
}
