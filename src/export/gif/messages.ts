/** What the page and the GIF worker say to each other. */
import type { PlainError } from '../../base/errors.ts';
import type { PaintScaling } from '../../canvas/paint.ts';

export interface GifSettings {
  /** Width of the file in pixels; pictures of another size are scaled to it. */
  width: number;
  height: number;
  /** Frames a second, above 0 and at most `MAX_GIF_FPS`. */
  fps: number;
  /** Repeat for ever; otherwise the animation runs once. */
  loop: boolean;
  scaling: PaintScaling;
}

export type ToGifWorker =
  | { type: 'start'; settings: GifSettings }
  | { type: 'frame'; image: ImageBitmap }
  | { type: 'finish' };

export type FromGifWorker =
  | { type: 'encoded'; frames: number }
  | { type: 'done'; file: Blob }
  | { type: 'failed'; error: PlainError };
