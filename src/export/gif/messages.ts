/** What the GIF worker is asked: to start, then each frame, then for the file. */
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

export interface GifCalls {
  start: { ask: GifSettings; answer: undefined };
  /** Answered when the frame is in the file, with the number of frames that are. The worker handles frames in order. */
  frame: { ask: { image: ImageBitmap }; answer: number };
  finish: { ask: undefined; answer: Blob };
}
