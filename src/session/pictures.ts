/**
 * Pictures to be kept or saved. Each belongs to a latent of the current model and is its full picture: never a preview,
 * never the previous face on the canvas, never a picture by another model.
 */
import { throwIfCancelled, ZscapeError } from '../base/errors.ts';
import type { Stage } from '../canvas/stage.ts';
import { thumbnailOf } from '../canvas/thumbnail.ts';
import type { BatchOptions, Engine, RawImage } from '../engine/contract.ts';
import type { ZscapeStore } from '../store/store.ts';
import type { ModelLoader } from './models/modelLoader.ts';

export class Pictures {
  readonly #store: ZscapeStore;
  readonly #stage: Pick<Stage, 'fullPictureOf'>;
  readonly #engine: Pick<Engine, 'renderBatch' | 'renderRaw'>;
  readonly #models: Pick<ModelLoader, 'engineModel'>;
  readonly #draw: typeof thumbnailOf;

  /** @param draw paints a thumbnail; by default on a canvas of the browser */
  constructor(
    store: ZscapeStore,
    stage: Pick<Stage, 'fullPictureOf'>,
    engine: Pick<Engine, 'renderBatch' | 'renderRaw'>,
    models: Pick<ModelLoader, 'engineModel'>,
    draw = thumbnailOf,
  ) {
    this.#store = store;
    this.#stage = stage;
    this.#engine = engine;
    this.#models = models;
    this.#draw = draw;
  }

  /** Returns a small PNG of a face as a data URL; null while its full picture is not on the canvas. */
  thumbnailNow(z: Float32Array, size: number): string | null {
    const picture = this.#stage.fullPictureOf(z);
    return picture && this.#draw(picture, size);
  }

  /** Like `thumbnailNow`, but renders the picture if the canvas shows something else. */
  async thumbnail(z: Float32Array, size: number): Promise<string> {
    return this.thumbnailNow(z, size) ?? this.use(z, async (picture) => this.#draw(picture, size));
  }

  /**
   * Does something with the full picture of a face: with the canvas if it shows that, otherwise with a picture rendered
   * for this purpose.
   * @param work has to paint the picture before it first waits for anything, because then the canvas may change. This
   * resolves to its result.
   * @throws EXPORT_FAILED if another model was loaded in the meantime; and any error of the engine
   */
  async use<T>(z: Float32Array, work: (picture: ImageBitmap | HTMLCanvasElement) => Promise<T>): Promise<T> {
    const shown = this.#stage.fullPictureOf(z);
    if (shown) return work(shown);
    let rendered: ImageBitmap | undefined;
    await this.render([z], {
      onImage: (_, image) => {
        rendered = image;
      },
    });
    if (!rendered) throw new ZscapeError('EXPORT_FAILED', 'The engine gave no picture of this face.');
    try {
      return await work(rendered);
    } finally {
      rendered.close();
    }
  }

  /**
   * Like the engine's `renderBatch`, but for the current model only.
   * @throws EXPORT_FAILED if another takes its place, or CANCELLED if nobody needs to be told
   */
  async render(
    zs: readonly Float32Array[],
    { onImage, signal, ...options }: BatchOptions,
    tell: 'tell' | 'quiet' = 'tell',
  ): Promise<void> {
    const stillCurrent = this.#guard(tell);
    const ended = new AbortController();
    let failure: unknown;
    try {
      await this.#engine.renderBatch(zs, {
        ...options,
        signal: signal ? AbortSignal.any([signal, ended.signal]) : ended.signal,
        onImage: (index, image) => {
          try {
            if (failure === undefined) stillCurrent();
          } catch (error) {
            failure = error;
            ended.abort();
          }
          if (failure === undefined) onImage(index, image);
          else image.close();
        },
      });
    } catch (error) {
      throwIfCancelled(signal);
      throw failure ?? error;
    }
    if (failure !== undefined) throw failure;
  }

  /** Returns the network's own values for a latent of the current model. */
  async values(z: Float32Array): Promise<RawImage> {
    const stillCurrent = this.#guard('tell');
    const values = await this.#engine.renderRaw(z);
    stillCurrent();
    return values;
  }

  /** @returns a check that throws if the engine's model is no longer the one that was current at this call */
  #guard(tell: 'tell' | 'quiet'): () => void {
    const { model } = this.#store.getState();
    return () => {
      if (this.#models.engineModel === model?.id) return;
      throw new ZscapeError(
        tell === 'tell' ? 'EXPORT_FAILED' : 'CANCELLED',
        `Another model was loaded before the pictures of ${model?.title ?? 'this one'} were ready. Load it and try again.`,
      );
    };
  }
}
