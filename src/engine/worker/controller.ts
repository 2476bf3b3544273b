/**
 * The engine inside the worker: which part handles each request and, in `#follow`, the consequences of each happening. It
 * communicates only through `say`, so it also runs without a worker.
 */

import { throwIfCancelled, toPlainError, ZscapeError } from '../../base/errors.ts';
import { nextTask } from '../../base/nextTask.ts';
import { readBundle } from '../../bundle/read/reader.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { hasRealGpu } from '../backends/probe.ts';
import { startOne } from '../backends/start.ts';
import type {
  BackendChoice,
  BatchOptions,
  EngineStatus,
  FrameImage,
  LoadProgress,
  NamedWeight,
  RawImage,
} from '../contract.ts';
import type { EngineEvent } from '../protocol.ts';
import { ActiveBackend, type BackendSource } from './activeBackend.ts';
import { Beside } from './beside.ts';
import { Frames } from './frames.ts';
import { givenAway } from './givenAway.ts';
import { GradientDesk } from './gradients/gradientDesk.ts';
import type { Clock, Happening } from './happenings.ts';
import { HeldBundle } from './heldBundle.ts';
import { InsideDesk } from './inside/insideDesk.ts';
import { Recovery } from './recovery.ts';
import { Scheduler } from './scheduler.ts';

/** The world outside, replaced in tests. */
export interface ControllerHost extends BackendSource {
  say(event: EngineEvent, transfer?: Transferable[]): void;
  read: typeof readBundle;
  now: Clock;
  /** Lets queued messages be handled. */
  pause(): Promise<void>;
}

interface LoadOptions {
  /** The text of `zscape.json` from the page, if any. */
  manifestText: Promise<string | undefined>;
  signal: AbortSignal;
  tell(progress: LoadProgress): void;
}

export class Controller {
  readonly #host: ControllerHost;
  readonly #scheduler: Scheduler;
  readonly #active: ActiveBackend;
  readonly #recovery: Recovery;
  readonly #frames: Frames;
  readonly #beside: Beside;
  readonly gradients: GradientDesk;
  readonly inside: InsideDesk;
  #choice: BackendChoice = 'auto';
  /** The start of a backend, in progress or successful. */
  #starting: Promise<void> | undefined;
  #loading: AbortController | undefined;
  #epoch = 0;

  constructor(host: Partial<ControllerHost> & Pick<ControllerHost, 'say'>) {
    this.#host = {
      start: startOne,
      realGpu: hasRealGpu,
      read: readBundle,
      now: () => performance.now(),
      pause: nextTask,
      ...host,
    };
    const { now, pause } = this.#host;
    const happened = (event: Happening) => this.#follow(event);
    this.#active = new ActiveBackend(this.#host, happened);
    this.#scheduler = new Scheduler({
      now,
      pause,
      frame: (request, overtaken) => this.#frames.show(request, overtaken),
    });
    this.#recovery = new Recovery(this.#active, this.#scheduler, now, happened);
    this.#frames = new Frames(this.#active, this.#scheduler, this.#recovery, now, happened);
    this.#beside = new Beside(this.#active, this.#host);
    this.gradients = new GradientDesk(this.#active, this.#scheduler, this.#recovery, this.#beside);
    this.inside = new InsideDesk(this.#active, this.#scheduler, this.#recovery, this.#beside, happened);
  }

  /** Carries out all consequences of a happening, in order. */
  #follow(event: Happening): void {
    const { say } = this.#host;
    switch (event.type) {
      case 'adopted':
      case 'changed':
        this.#frames.forgetSpeed();
        break;
      case 'installed':
        this.#beside.forget();
        this.#frames.forget();
        this.#scheduler.forget();
        say({ type: 'model', epoch: ++this.#epoch });
        this.inside.fit();
        say({ type: 'status', status: this.#status() });
        this.#scheduler.open();
        break;
      case 'dropped':
        say({ type: 'changes', changes: event.changes });
        say({ type: 'error', error: toPlainError(event.error) });
        break;
      case 'lost':
        this.#recovery.lost(event.backend, event.reason);
        break;
      case 'broken':
        this.#scheduler.close();
        say({ type: 'error', error: toPlainError(event.error) });
        break;
      case 'mended':
        this.#beside.forget();
        say({ type: 'status', status: this.#status() });
        this.#frames.again();
        if (this.#active.generator) this.#scheduler.open();
        break;
      case 'given up':
        this.#frames.moved();
        say({ type: 'error', error: toPlainError(event.error) });
        break;
      case 'shown': {
        const { image: computed, ...frame } = event.frame;
        const { image, transfer } = givenAway(computed);
        say({ type: 'frame', frame, image, status: this.#status() }, transfer);
        break;
      }
      case 'failed':
        say({ type: 'error', error: toPlainError(event.error) });
        break;
    }
  }

  /** Begins to start a backend; all work that needs it waits for it. */
  start(choice: BackendChoice): void {
    this.#choice = choice;
    void this.#started().catch(() => {}); // reported to the load that waits for it
  }

  /** Whether no frame is pending. */
  get idle(): boolean {
    return !this.#scheduler.waiting;
  }

  /** Makes a model current. @throws BUNDLE_*, NETWORK, BACKEND_UNAVAILABLE, CANCELLED; the old one then stays. */
  async load(url: string, { manifestText, signal, tell }: LoadOptions): Promise<BundleManifest> {
    // Of two overlapping loads, the user wants the later one.
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const stop = AbortSignal.any([signal, loading.signal]);
    let seen = { loaded: 0, total: 0, fromCache: false };

    const text = await Promise.race([manifestText, aborted(stop)]);
    const bundle = await this.#host.read(url, {
      signal: stop,
      manifestText: text,
      onProgress: (now) => {
        seen = now;
        tell({ stage: 'download', ...now });
      },
    });
    await Promise.race([this.#started(), aborted(stop)]);
    const held = new HeldBundle(bundle, (manifestText) => this.#host.read(url, { manifestText }));
    const install = async () => {
      throwIfCancelled(stop);
      tell({ stage: 'prepare', loaded: seen.total, total: seen.total, fromCache: seen.fromCache });
      // The started backend may have broken, without a replacement.
      if (!this.#active.backend) await this.#active.start(this.#choice);
      await this.#active.install(held, stop);
      this.#follow({ type: 'installed' });
    };
    let installing: Promise<void> | undefined;
    try {
      await this.#scheduler.exclusive(() => {
        installing = install();
        return installing;
      }, stop);
    } catch (error) {
      // Answer only when the old model has really been released. If it computes without end, the page ends this worker.
      await installing?.catch(() => {});
      throw error;
    }
    return held.manifest;
  }

  /** Asks for a picture; see `Engine.render`. A request meant for an earlier model is dropped. */
  render(stamp: number, z: Float32Array, epoch: number): void {
    if (epoch !== this.#epoch) return;
    this.#frames.moved();
    this.#recovery.moved();
    this.#scheduler.request({ stamp, z });
  }

  /** Computes the full picture of z outside the page's requests. @throws CANCELLED, ENGINE_FAILED */
  picture(z: Float32Array): Promise<FrameImage> {
    return this.#scheduler.exclusive((gap) => this.#recovery.attempt(() => this.#frames.full(z, gap)));
  }

  /** @param deliver receives each picture, in order, until the signal fires. @throws CANCELLED, ENGINE_FAILED */
  async batch(
    zs: readonly Float32Array[],
    { size, changes }: Pick<BatchOptions, 'size' | 'changes'>,
    signal: AbortSignal,
    deliver: (index: number, image: ImageBitmap) => void,
  ): Promise<void> {
    if (changes) await Promise.race([this.inside.fetch(changes), aborted(signal)]);
    return this.#scheduler.batch(
      zs.length,
      async (start, end, gap) => {
        const some = zs.slice(start, end);
        const images = await this.#recovery.attempt(async () => {
          if (changes === undefined) return (await this.#active.pictures()).renderBatch(some, size, gap);
          // No gaps when there are changes: other frames would replace them in the middle of a picture.
          const pictures = await this.inside.picturesOf(changes);
          return pictures.renderBatch(some, size, changes === null ? gap : undefined);
        });
        images.forEach((image, i) => {
          if (signal.aborted) image.close();
          else deliver(start + i, image);
        });
      },
      signal,
      // The broken backend is being replaced; the batch then continues from the same point.
      () => this.#recovery.underWay,
    );
  }

  /** Computes float values. @throws CANCELLED, ENGINE_FAILED */
  raw(z: Float32Array, signal: AbortSignal): Promise<RawImage> {
    return this.#scheduler.exclusive(
      (gap) => this.#recovery.attempt(async () => (await this.#active.pictures()).raw(z, gap)),
      signal,
    );
  }

  /** Returns a copy, which the caller may transfer. @throws BUNDLE_INVALID */
  async weight(name: string): Promise<NamedWeight> {
    const { bundle } = this.#active;
    if (!bundle) throw new ZscapeError('ENGINE_FAILED', 'No model is loaded yet.');
    return bundle.use(({ weights }) => {
      const { shape, data } = weights.floats(name);
      return { shape, data: data.slice() };
    });
  }

  /** Switches backends. @throws BACKEND_UNAVAILABLE, and errors of its start or the model; the old backend then stays. */
  async switchBackend(choice: BackendChoice, signal: AbortSignal): Promise<EngineStatus> {
    await Promise.race([this.#starting?.catch(() => undefined), aborted(signal)]);
    return this.#scheduler.exclusive(async () => {
      throwIfCancelled(signal);
      const moved = await this.#active.switchTo(choice);
      this.#choice = choice;
      this.#recovery.chosen();
      if (moved) this.#follow({ type: 'mended' });
      return this.#status();
    }, signal);
  }

  /** Returns the start that is in progress or has succeeded, or begins a new one if the last failed. */
  #started(): Promise<void> {
    if (this.#starting) return this.#starting;
    const starting = this.#active.start(this.#choice);
    this.#starting = starting;
    starting.catch((error: unknown) => {
      this.#starting = undefined;
      if (toPlainError(error).code === 'NETWORK') this.#host.say({ type: 'spent' });
    });
    return starting;
  }

  #status(): EngineStatus {
    const { backend } = this.#active;
    if (!backend) throw new ZscapeError('BACKEND_UNAVAILABLE', 'No backend is running.');
    const fewer = backend.notice === undefined ? undefined : new ZscapeError('THREADS_FEWER', backend.notice);
    const notice = this.#active.notice ?? fewer;
    return {
      backend: backend.name,
      detail: backend.detail,
      ms: this.#frames.ms,
      frames: this.#frames.count,
      ...backend.memory(),
      ...(notice && { notice: toPlainError(notice) }),
    };
  }
}

/** Rejects with CANCELLED when the signal fires; otherwise never settles. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const cancel = () => reject(new ZscapeError('CANCELLED', 'Cancelled.'));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
}
