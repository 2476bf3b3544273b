/**
 * The large picture. Frames arrive as bitmaps or as pixels and are drawn once, at the network's own size; CSS scales
 * them. The `data-` attributes of the canvas describe what it shows, for people who inspect it and for tests.
 */
import { paintPicture } from './paint.ts';

/** A picture from the engine. */
type FrameImage = ImageBitmap | ImageData;

/** Where a frame comes from. */
export interface FrameOrigin {
  model: string;
  seed: number | null;
  edited: boolean;
  /** The latent itself, never modified in place, so the same array means the same face. */
  z: Float32Array;
  /** True for a low-resolution picture, which the full picture will follow. */
  preview: boolean;
  /** Changes inside the network; the same object as long as none of them changes. */
  changes?: object;
}

export class Stage {
  /** Called after a frame has been drawn. */
  onShown: () => void = () => {};
  /** Called before another face replaces this one, while its full picture is still on the canvas. */
  onLeaving: (z: Float32Array) => void = () => {};
  /** Called when the canvas is empty because the browser's GPU process was lost, or another canvas replaced it. */
  onEmptied: () => void = () => {};
  /** The current changes inside the network. A picture with other changes does not count as its face's picture. */
  changes: object | undefined;
  readonly #lost = () => {
    this.#shown = null;
  };
  readonly #restored = () => {
    this.#shown = null;
    this.onEmptied();
  };
  #canvas: HTMLCanvasElement | null = null;
  #frames = 0;
  #waiting: { image: FrameImage; origin: FrameOrigin } | null = null;
  #shown: { origin: FrameOrigin; on: HTMLCanvasElement } | null = null;

  /**
   * Gives the stage its canvas; a frame that arrived earlier is drawn now. A canvas with `data-see-through` shows its
   * background through pictures with alpha; the others avoid the cost of blending.
   */
  attach(canvas: HTMLCanvasElement | null): void {
    this.#canvas?.removeEventListener('contextlost', this.#lost);
    this.#canvas?.removeEventListener('contextrestored', this.#restored);
    this.#canvas = canvas;
    canvas?.addEventListener('contextlost', this.#lost);
    canvas?.addEventListener('contextrestored', this.#restored);
    if (canvas && this.#waiting) this.#draw(canvas, this.#waiting.image, this.#waiting.origin);
    else if (canvas && this.#shown && this.#shown.on !== canvas) this.#restored();
  }

  /** Shows a frame, and closes it if it is a bitmap. */
  show(image: FrameImage, origin: FrameOrigin): void {
    if (this.#canvas) {
      this.#draw(this.#canvas, image, origin);
    } else {
      if (this.#waiting && 'close' in this.#waiting.image) this.#waiting.image.close();
      this.#waiting = { image, origin };
    }
  }

  /** Returns the canvas while it shows the full picture of this latent; null while it shows a preview or another face. */
  fullPictureOf(z: Float32Array): HTMLCanvasElement | null {
    const { origin, on } = this.#shown ?? {};
    const isIt = origin?.z === z && !origin.preview && origin.changes === this.changes;
    return isIt && on === this.#canvas ? this.#canvas : null;
  }

  #draw(canvas: HTMLCanvasElement, image: FrameImage, origin: FrameOrigin): void {
    this.#waiting = null;
    const before = this.#shown?.origin;
    if (before && !before.preview && before.z !== origin.z) this.onLeaving(before.z);
    if (canvas.width !== image.width || canvas.height !== image.height) {
      canvas.width = image.width;
      canvas.height = image.height;
    }
    const context = canvas.getContext('2d', { alpha: canvas.dataset.seeThrough !== undefined });
    if (!context) throw new Error('This browser gave no 2d canvas.');
    if ('close' in image) {
      paintPicture(context, image, image.width, image.height, 'crisp');
      image.close();
    } else context.putImageData(image, 0, 0);
    this.#frames += 1;
    this.#shown = { origin, on: canvas };
    canvas.dataset.frame = String(this.#frames);
    canvas.dataset.model = origin.model;
    canvas.dataset.seed = origin.seed === null ? '' : String(origin.seed);
    canvas.dataset.edited = String(origin.edited);
    this.onShown();
  }
}
