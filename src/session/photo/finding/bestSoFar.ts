/**
 * Shows the nearest face so far on the canvas while the search runs. It is only a picture: the face of the state does not
 * change, and comes back when the search ends.
 */
import { isAbort } from '../../../base/errors.ts';
import type { Session } from '../../session.ts';

type Parts = Pick<Session, 'store' | 'pictures' | 'stage'>;

/** Pictures take at most one part in this many of the time. */
const share = 6;
const restMs = 100;

export class BestSoFar {
  readonly #parts: Parts;
  readonly #keep: (image: ImageBitmap) => void;
  readonly #over = new AbortController();
  #newest: Float32Array | null = null;
  #drawing = false;
  /** Pictures that the panel may still be drawing. */
  #kept: ImageBitmap[] = [];
  #touched = false;

  /** @param keep gets the picture while the canvas shows something else. It stays open until two more have arrived. */
  constructor(parts: Parts, keep: (image: ImageBitmap) => void) {
    this.#parts = parts;
    this.#keep = keep;
  }

  /** Shows a face as soon as there is time for it; newer ones replace those that wait. */
  show(z: Float32Array): void {
    this.#newest = z;
    if (!this.#drawing) void this.#draw();
  }

  /** Shows nothing more. */
  end(): void {
    this.#over.abort();
  }

  /** Returns the canvas to the face of the state, unless moving the face has done that already. */
  giveBack(): void {
    const { store, stage } = this.#parts;
    if (this.#touched && store.getState().projection?.live) stage.onEmptied();
  }

  async #draw(): Promise<void> {
    const { pictures } = this.#parts;
    this.#drawing = true;
    while (this.#newest && !this.#over.signal.aborted) {
      const z = this.#newest;
      this.#newest = null;
      const began = performance.now();
      try {
        await pictures.render(
          [z],
          { signal: this.#over.signal, onImage: (_, image) => this.#put(image, z) },
          'quiet',
        );
      } catch (error) {
        // The search reports any failure of the engine.
        if (isAbort(error)) break;
      }
      await new Promise((resolve) =>
        setTimeout(resolve, Math.max(restMs, (share - 1) * (performance.now() - began))),
      );
    }
    this.#drawing = false;
  }

  #put(image: ImageBitmap, z: Float32Array): void {
    const { store, stage } = this.#parts;
    const { projection, model } = store.getState();
    if (this.#over.signal.aborted || !projection || !model) image.close();
    else if (projection.live) {
      this.#touched = true;
      stage.show(image, { model: model.id, seed: null, edited: false, z, preview: true });
    } else {
      this.#kept.push(image);
      if (this.#kept.length > 2) this.#kept.shift()?.close();
      this.#keep(image);
    }
  }
}
