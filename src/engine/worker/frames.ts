/**
 * Interactive frames: previews while the hand moves if full pictures are slow, the full picture when it rests. A picture
 * overtaken by a newer request is abandoned.
 */
import { isAbort } from '../../base/errors.ts';
import type { Gap, Pictures, Preview } from '../backends/backend.ts';
import type { FrameImage } from '../contract.ts';
import type { ActiveBackend } from './activeBackend.ts';
import type { Clock, Happened } from './happenings.ts';
import { PreviewChooser, REST_MS } from './previews.ts';
import type { Recovery } from './recovery.ts';
import type { FrameRequest, Scheduler } from './scheduler.ts';

export class Frames {
  /** Milliseconds of the last frame. */
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

  /** Forgets measured speeds, for another backend. */
  forgetSpeed(): void {
    this.#chooser.reset();
    this.#measuredTwice = false;
  }

  /** Forgets everything, for another model. */
  forget(): void {
    this.forgetSpeed();
    this.#last = undefined;
    this.count = 0;
  }

  /** Drops the pending full picture because the hand has moved on. */
  moved(): void {
    clearTimeout(this.#rest);
  }

  /** Asks for the last picture again, unless a newer one is pending. */
  again(): void {
    if (this.#last) this.#scheduler.retry(this.#last);
  }

  /** Computes a frame. Does not reject. @param overtaken see `SchedulerHost.frame`. */
  async show(request: FrameRequest, overtaken: Gap): Promise<void> {
    this.#last = request;
    const began = this.#now();
    try {
      const pictures = this.#active.changed ? await this.#active.pictures() : this.#active.model;
      const preview = request.full ? undefined : this.#preview(pictures);
      // When the hand rests, a preview of this very z is already on the screen, so an abandoned picture is not missed.
      const gap = request.full ? overtaken : undefined;
      const image = await this.#recovery.attempt(() =>
        preview ? preview.render(request.z) : drawn(pictures, request.z, gap),
      );
      this.ms = this.#now() - began;
      this.count++;
      this.#chooser.measured(this.ms, preview);
      const frame = { stamp: request.stamp, image, ms: this.ms };
      this.#happened({ type: 'shown', frame: preview ? { ...frame, preview: true } : frame });
      if (preview) this.#whenAtRest(request);
      else this.#measureAgain(request);
    } catch (error) {
      // During a recovery the picture will be requested again.
      if (!isAbort(error) && !this.#recovery.underWay) this.#happened({ type: 'failed', error });
    }
  }

  /** Computes the full picture of z by the current model, in the form that the page can show soonest. */
  async full(z: Float32Array, gap: Gap | undefined): Promise<FrameImage> {
    return drawn(await this.#active.pictures(), z, gap);
  }

  #preview({ previews }: Pictures): Preview | undefined {
    const { width = 0, height = 0 } = this.#active.bundle?.manifest.image ?? {};
    return this.#chooser.choose(previews, Math.max(width, height));
  }

  /** Asks for the full picture of a request answered by a preview, unless another request comes soon. */
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
        // A frame in between would have taken part of the time.
        if (this.count === count && this.#active.generator === model) this.#chooser.measured(ms);
      })
      .catch(() => {}); // whoever asks for a picture meets the same failure, and learns about it
  }
}

/** Draws the full picture of z in the form that the page can show soonest. */
function drawn(pictures: Pictures, z: Float32Array, gap: Gap | undefined): Promise<FrameImage> {
  return pictures.renderPixels ? pictures.renderPixels(z, gap) : pictures.renderImage(z, gap);
}
