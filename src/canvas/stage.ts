/**
 * The large picture. Frames arrive as bitmaps or pixels and are drawn once, at the network's own size; CSS scales them.
 * The canvas says in its `data-` attributes what it shows, for people who inspect it and for tests.
 */
import { paintPicture } from './paint.ts';

/** A picture as the engine gives it. */
type FrameImage = ImageBitmap | ImageData;

/** What a frame was made from. */
export interface FrameOrigin {
  model: string;
  seed: number | null;
  edited: boolean;
}

export class Stage {
  /** Called after a frame was drawn. */
  onShown: () => void = () => {};
  /** Called when the browser gives the canvas back, empty, after its GPU process went away. */
  onEmptied: () => void = () => {};
  readonly #restored = () => this.onEmptied();
  #canvas: HTMLCanvasElement | null = null;
  #frames = 0;
  #waiting: { image: FrameImage; origin: FrameOrigin } | null = null;

  /** Gives the stage its canvas; a frame that came before it is drawn now. */
  attach(canvas: HTMLCanvasElement | null): void {
    this.#canvas?.removeEventListener('contextrestored', this.#restored);
    this.#canvas = canvas;
    canvas?.addEventListener('contextrestored', this.#restored);
    if (canvas && this.#waiting) this.#draw(canvas, this.#waiting.image, this.#waiting.origin);
  }

  /** Shows a frame, and closes it where it is a bitmap. */
  show(image: FrameImage, origin: FrameOrigin): void {
    if (this.#canvas) {
      this.#draw(this.#canvas, image, origin);
    } else {
      if (this.#waiting && 'close' in this.#waiting.image) this.#waiting.image.close();
      this.#waiting = { image, origin };
    }
  }

  /** The canvas with the last frame on it, or null before the first. */
  get picture(): HTMLCanvasElement | null {
    return this.#frames > 0 ? this.#canvas : null;
  }

  /** A small PNG of the present picture as a data URL; empty before the first frame. */
  thumbnail(size: number): string {
    const picture = this.picture;
    if (!picture) return '';
    const small = document.createElement('canvas');
    small.width = size;
    small.height = Math.max(1, Math.round((size * picture.height) / picture.width));
    const context = small.getContext('2d');
    if (!context) return '';
    paintPicture(context, picture, small.width, small.height, 'smooth');
    return small.toDataURL('image/png');
  }

  #draw(canvas: HTMLCanvasElement, image: FrameImage, origin: FrameOrigin): void {
    this.#waiting = null;
    if (canvas.width !== image.width || canvas.height !== image.height) {
      canvas.width = image.width;
      canvas.height = image.height;
    }
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser gave no 2d canvas.');
    if ('close' in image) {
      paintPicture(context, image, image.width, image.height, 'crisp');
      image.close();
    } else context.putImageData(image, 0, 0);
    this.#frames += 1;
    canvas.dataset.frame = String(this.#frames);
    canvas.dataset.model = origin.model;
    canvas.dataset.seed = origin.seed === null ? '' : String(origin.seed);
    canvas.dataset.edited = String(origin.edited);
    this.onShown();
  }
}
