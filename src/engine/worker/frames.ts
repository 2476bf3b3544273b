/**
 * Interactive frames: previews while the hand moves where full pictures are slow, the full picture when it rests. What a newer
 * request has overtaken is given up.
 */
import { isAbort } from '../../base/errors.ts';
import type { Gap, Preview } from '../backends/backend.ts';
import type { FrameImage } from '../contract.ts';
import type { ActiveBackend } from './activeBackend.ts';
import type { Clock, Happened } from './happenings.ts';
import { PreviewChooser, REST_MS } from './previews.ts';
import type { Recovery } from './recovery.ts';
import type { FrameRequest, Scheduler } from './scheduler.ts';

export class Frames {
  /** Milliseconds that the last frame took. */
  ms = 0;
  /** Frames of this model. */
  count = 0;
  readonly #active: ActiveBackend;
  readonly #scheduler: Scheduler;
  readonly #recovery: Recovery;
  readonly #now: Clock;
  readonly #happened: Happened;
  readonly #chooser = new PreviewChooser();
  #last: FrameRequest | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #measuredTwice = false;

  constructor(
    active: ActiveBackend,
    scheduler: Scheduler,
    recovery: Recovery,
    now: Clock,
    happened: Happened,
  ) {
    this.#active = active;
    this.#scheduler = scheduler;
    this.#recovery = recovery;
    this.#now = now;
    this.#happened = happened;
  }

  /** For another backend, of whose speed nothing is known. */
  forgetSpeed(): void {
    this.#chooser.reset();
    this.#measuredTwice = false;
  }

  /** For another model. */
  forget(): void {
    this.forgetSpeed();
    this.#last = undefined;
    this.count = 0;
  }

  /** The hand moves: the full picture of where it was is not wanted any more. */
  moved(): void {
    clearTimeout(this.#rest);
  }

  /** Asks for the last picture again, unless a newer one is asked for. */
  again(): void {
    if (this.#last) this.#scheduler.retry(this.#last);
  }

  /** Computes a frame. Does not reject. @param overtaken see `SchedulerHost.frame`. */
  async show(request: FrameRequest, overtaken: Gap): Promise<void> {
    this.#last = request;
    const began = this.#now();
    try {
      const preview = request.full ? undefined : this.#preview();
      // When the hand rests, a preview of this very z is on the screen already: nobody misses a picture that is given up.
      const gap = request.full ? overtaken : undefined;
      const image = await this.#recovery.attempt(() =>
        preview ? preview.render(request.z) : this.full(request.z, gap),
      );
      this.ms = this.#now() - began;
      this.count++;
      this.#chooser.measured(this.ms, preview);
      const frame = { stamp: request.stamp, image, ms: this.ms };
      this.#happened({ type: 'shown', frame: preview ? { ...frame, preview: true } : frame });
      if (preview) this.#whenAtRest(request);
      else this.#measureAgain(request);
    } catch (error) {
      // What broke is being replaced, and the picture is asked for again then.
      if (!isAbort(error) && !this.#recovery.underWay) this.#happened({ type: 'failed', error });
    }
  }

  /** The full picture of z by the present model, in the form that the page shows soonest. */
  full(z: Float32Array, gap: Gap | undefined): Promise<FrameImage> {
    const { model } = this.#active;
    return model.renderPixels ? model.renderPixels(z, gap) : model.renderImage(z, gap);
  }

  #preview(): Preview | undefined {
    const { width = 0, height = 0 } = this.#active.bundle?.manifest.image ?? {};
    return this.#chooser.choose(this.#active.model.previews, Math.max(width, height));
  }

  /** Asks for the full picture of a request that was answered by a preview, unless another request comes soon. */
  #whenAtRest(request: FrameRequest): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      if (this.#last === request) this.#scheduler.retry({ ...request, full: true });
    }, REST_MS);
  }

  /** Measures a second picture, which is not shown, before previews take over: the first one ran cold. */
  #measureAgain({ z }: FrameRequest): void {
    if (this.#measuredTwice) return;
    this.#measuredTwice = true;
    const { model } = this.#active;
    if (!this.#chooser.slow || !model.previews?.length) return;
    void this.#scheduler
      .exclusive(async (gap) => {
        if (this.#active.generator !== model) return;
        const { count } = this;
        const began = this.#now();
        const image = await this.#recovery.attempt(() => this.full(z, gap));
        const ms = this.#now() - began;
        if ('close' in image) image.close();
        // A frame that came in between took a part of the time.
        if (this.count === count && this.#active.generator === model) this.#chooser.measured(ms);
      })
      .catch(() => {}); // whoever asks for a picture meets the failure too, and is told
  }
}
