/**
 * Decides what is computed next, one thing at a time. The newest interactive frame goes first; background work (batches,
 * loading a model, raw values) runs in small steps between frames. A step may offer its own gaps in the middle of a slow
 * picture. Pure: time and pauses come from outside.
 */
import { ZscapeError } from '../../base/errors.ts';
import type { Gap } from '../backends/backend.ts';

export interface FrameRequest {
  stamp: number;
  z: Float32Array;
  /** The hand rests, so a full picture is required. */
  full?: boolean;
}

export interface SchedulerHost {
  /**
   * Computes and delivers one interactive frame. Must not reject: the host reports failed frames itself.
   * @param overtaken a gap that rejects with CANCELLED when a newer request is waiting.
   */
  frame(request: FrameRequest, overtaken: Gap): Promise<void>;
  /** Lets queued messages be handled, so that the newest request is known before the next step. */
  pause(): Promise<void>;
  /** Milliseconds. */
  now(): number;
}

interface Job {
  /** Does one small part; returns true when the job is done. Frames go first in its gaps. */
  step(gap: Gap): Promise<boolean>;
  resolve(): void;
  reject(error: unknown): void;
  cancelled: boolean;
}

/** The longest that a step of a batch should take, if single pictures are quicker. */
const CHUNK_MS = 12;
const MAX_CHUNK = 8;
/** During an endless stream of frames (a walk that plays), background work still gets one step in this time. */
const PATIENCE_MS = 250;

export class Scheduler {
  readonly #host: SchedulerHost;
  #pending: FrameRequest | undefined;
  #jobs: Job[] = [];
  #running = false;
  #open = false;
  #showing = false;
  #lastStep = 0;

  constructor(host: SchedulerHost) {
    this.#host = host;
  }

  /** Asks for a frame, replacing any waiting request. */
  request(request: FrameRequest): void {
    this.#pending = request;
    this.#wake();
  }

  /** Asks again for a frame that could not be finished, unless a newer one is already waiting. */
  retry(request: FrameRequest): void {
    if (!this.#pending || this.#pending.stamp < request.stamp) this.request(request);
  }

  /** Drops the waiting request. */
  forget(): void {
    this.#pending = undefined;
  }

  /** Starts computing frames. Before this, and after `close`, they wait while background work continues. */
  open(): void {
    this.#open = true;
    this.#wake();
  }

  close(): void {
    this.#open = false;
  }

  /** Whether a frame that can be computed is pending. */
  get waiting(): boolean {
    return this.#open && (this.#pending !== undefined || this.#showing);
  }

  /** Runs `work` while nothing else is being computed, except for frames in any gaps that it offers. */
  exclusive<T>(work: (gap: Gap) => Promise<T>, signal?: AbortSignal): Promise<T> {
    let value: T;
    return this.#enqueue(async (gap) => {
      value = await work(gap);
      return true;
    }, signal).then(() => value);
  }

  /**
   * Computes `count` pictures in order, a few at a time.
   * @param chunk computes the pictures [start, end), with gaps if possible. It must not deliver any once the signal has
   * fired.
   * @param again whether to continue in the next turn after a failed chunk.
   * @returns when all are done; rejects with CANCELLED as soon as the signal fires.
   */
  batch(
    count: number,
    chunk: (start: number, end: number, gap: Gap) => Promise<void>,
    signal?: AbortSignal,
    again: () => boolean = () => false,
  ): Promise<void> {
    let next = 0;
    let size = 1;
    return this.#enqueue(async (gap) => {
      if (next >= count) return true;
      const start = next;
      next = Math.min(count, start + size);
      const began = this.#host.now();
      try {
        await chunk(start, next, gap);
      } catch (error) {
        next = start;
        size = 1;
        if (again()) return false;
        throw error;
      }
      const each = (this.#host.now() - began) / (next - start);
      size = Math.max(1, Math.min(MAX_CHUNK, size * 2, Math.floor(CHUNK_MS / Math.max(each, 0.01))));
      return next >= count;
    }, signal);
  }

  #enqueue(step: Job['step'], signal: AbortSignal | undefined): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      const job: Job = { step, resolve, reject, cancelled: false };
      signal?.addEventListener(
        'abort',
        () => {
          job.cancelled = true;
          this.#jobs = this.#jobs.filter((other) => other !== job);
          reject(cancelled());
        },
        { once: true },
      );
      if (this.#jobs.length === 0) this.#lastStep = this.#host.now();
      this.#jobs.push(job);
      this.#wake();
    });
  }

  #wake(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#host.pause();
      const job = this.#jobs[0];
      if (await this.#frameFirst(job !== undefined)) continue;
      if (job) {
        await this.#stepOf(job);
        this.#lastStep = this.#host.now();
      } else {
        this.#running = false;
        return;
      }
    }
  }

  /** Computes the waiting frame, unless background work has waited too long. @returns whether it did. */
  async #frameFirst(backgroundWaits: boolean): Promise<boolean> {
    const frame = this.#open ? this.#pending : undefined;
    const overdue = backgroundWaits && this.#host.now() - this.#lastStep > PATIENCE_MS;
    if (!frame || overdue) return false;
    this.#pending = undefined;
    this.#showing = true;
    await this.#host.frame(frame, async () => {
      await this.#host.pause();
      if (this.#pending) throw cancelled();
    });
    this.#showing = false;
    return true;
  }

  /** Runs in a gap in the middle of a job's step. */
  async #gapOf(job: Job): Promise<void> {
    do {
      await this.#host.pause();
      if (job.cancelled) throw cancelled();
    } while (await this.#frameFirst(true));
    this.#lastStep = this.#host.now();
  }

  /** Runs one step; then the job goes to the end of the queue, so that jobs take turns. */
  async #stepOf(job: Job): Promise<void> {
    this.#jobs.shift();
    try {
      const done = await job.step(() => this.#gapOf(job));
      if (job.cancelled) return;
      if (done) job.resolve();
      else this.#jobs.push(job);
    } catch (error) {
      job.reject(error);
    }
  }
}

const cancelled = () => new ZscapeError('CANCELLED', 'Cancelled.');
