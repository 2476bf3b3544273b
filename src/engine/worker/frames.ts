/**
 * Interactive frames: a preview while the hand moves where full pictures are slow, the full picture when it rests. What a
 * newer request has overtaken is left where it stands.
 */
import { isAbort, toPlainError } from '../../base/errors.ts';
import type { Gap, Generator, Preview } from '../backends/backend.ts';
import type { FromWorker } from '../protocol.ts';
import { PreviewChooser, REST_MS } from './previews.ts';
import type { FrameRequest } from './scheduler.ts';

export interface FramesHost {
  say(message: FromWorker, transfer?: Transferable[]): void;
  /** Milliseconds. */
  now(): number;
  /** The current one. @throws ENGINE_FAILED where there is none. */
  generator(): Generator;
  /** Longest side of a full picture. */
  size(): number;
  /** Runs a computation of the backend; see `Controller`. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
  /** Asks for a picture anew, unless a newer one waits. */
  retry(request: FrameRequest): void;
  /** Runs work when no frame waits. */
  background(work: (gap: Gap) => Promise<void>): Promise<void>;
  /** True while a broken backend is being replaced: frames that fail then come again. */
  recovering(): boolean;
  /** Called after each frame that was delivered. */
  delivered(): void;
}

export class Frames {
  /** The request that was answered last. */
  last: FrameRequest | undefined;
  /** Milliseconds of the last frame. */
  ms = 0;
  /** Frames of this model. */
  count = 0;
  readonly #host: FramesHost;
  readonly #chooser = new PreviewChooser();
  #rest: ReturnType<typeof setTimeout> | undefined;
  #measuredTwice = false;

  constructor(host: FramesHost) {
    this.#host = host;
  }

  /** For another backend. */
  forgetSpeed(): void {
    this.#chooser.reset();
    this.#measuredTwice = false;
  }

  /** For another model. */
  forget(): void {
    this.forgetSpeed();
    this.last = undefined;
    this.count = 0;
  }

  /** The hand moves. */
  moved(): void {
    clearTimeout(this.#rest);
  }

  /** Computes and delivers. Failures are told to the user. @param overtaken see `SchedulerHost.frame`. */
  async show(request: FrameRequest, overtaken: Gap): Promise<void> {
    const { now, say, generator, attempt } = this.#host;
    this.last = request;
    const began = now();
    try {
      const preview = request.full ? undefined : this.#preview();
      // A preview of this very z stands on the screen already when the hand rested: nobody misses what is left undone.
      const gap = request.full ? overtaken : undefined;
      const image = await attempt(() =>
        preview ? preview.render(request.z) : generator().renderImage(request.z, gap),
      );
      this.ms = now() - began;
      this.count++;
      this.#chooser.measured(this.ms, preview);
      const frame = { stamp: request.stamp, image, ms: this.ms };
      say({ type: 'frame', frame: preview ? { ...frame, preview: true } : frame }, [image]);
      if (preview) this.#whenAtRest(request);
      else this.#measureAgain(request);
      this.#host.delivered();
    } catch (error) {
      if (isAbort(error) || this.#host.recovering()) return;
      say({ type: 'error', error: toPlainError(error) });
    }
  }

  #preview(): Preview | undefined {
    return this.#chooser.choose(this.#host.generator().previews, this.#host.size());
  }

  /** Asks for the full picture of a request that was answered by a preview, unless another one comes soon. */
  #whenAtRest(request: FrameRequest): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      if (this.last === request) this.#host.retry({ ...request, full: true });
    }, REST_MS);
  }

  /** The first picture runs cold: before previews take over, a second one is measured in the background and not shown. */
  #measureAgain({ z }: FrameRequest): void {
    if (this.#measuredTwice) return;
    this.#measuredTwice = true;
    const { now, generator, attempt, background } = this.#host;
    if (!this.#chooser.slow || !generator().previews?.length) return;
    const model = generator();
    void background(async (gap) => {
      if (generator() !== model) return;
      const { count } = this;
      const began = now();
      const image = await attempt(() => model.renderImage(z, gap));
      const ms = now() - began;
      image.close();
      // A frame in between took a part of the time.
      if (this.count === count && generator() === model) this.#chooser.measured(ms);
    }).catch(() => {}); // whoever asks for a picture meets the failure too, and is told
  }
}
