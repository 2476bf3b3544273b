/**
 * The engine inside the worker: who answers what it is asked for, and, in `#follow`, what follows from what happens in it.
 * Speaks through `say` only, so that it also runs without a worker.
 */
import { throwIfCancelled, toPlainError, ZscapeError } from '../../base/errors.ts';
import { readBundle } from '../../bundle/read/reader.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { hasRealGpu } from '../backends/probe.ts';
import { startOne } from '../backends/start.ts';
import type {
  BackendChoice,
  EngineStatus,
  FrameImage,
  LoadProgress,
  NamedWeight,
  RawImage,
} from '../contract.ts';
import type { EngineEvent } from '../protocol.ts';
import { ActiveBackend, type BackendSource } from './activeBackend.ts';
import { Frames } from './frames.ts';
import { givenAway } from './givenAway.ts';
import type { Clock, Happening } from './happenings.ts';
import { HeldBundle } from './heldBundle.ts';
import { Recovery } from './recovery.ts';
import { nextTask, Scheduler } from './scheduler.ts';

/** The world outside, replaced in tests. */
export interface ControllerHost extends BackendSource {
  say(event: EngineEvent, transfer?: Transferable[]): void;
  read: typeof readBundle;
  now: Clock;
  /** Lets messages that have arrived be handled. */
  pause(): Promise<void>;
}

interface LoadOptions {
  /** What the page has fetched of `zscape.json`, if anything. */
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
  #choice: BackendChoice = 'auto';
  /** The start of a backend that is under way or has succeeded. */
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
  }

  /** All that follows from what happens, in the order in which it follows. */
  #follow(event: Happening): void {
    const { say } = this.#host;
    switch (event.type) {
      case 'adopted':
        this.#frames.forgetSpeed();
        break;
      case 'installed':
        this.#frames.forget();
        this.#scheduler.forget();
        say({ type: 'model', epoch: ++this.#epoch });
        say({ type: 'status', status: this.#status() });
        this.#scheduler.open();
        break;
      case 'lost':
        this.#recovery.lost(event.backend, event.reason);
        break;
      case 'broken':
        this.#scheduler.close();
        say({ type: 'error', error: toPlainError(event.error) });
        break;
      case 'mended':
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

  /** Begins to start a backend; whoever needs it waits for it. */
  start(choice: BackendChoice): void {
    this.#choice = choice;
    void this.#started().catch(() => {}); // told to the load that waits for it
  }

  /** Whether no frame is waited for. */
  get idle(): boolean {
    return !this.#scheduler.waiting;
  }

  /** @throws BUNDLE_*, NETWORK, BACKEND_UNAVAILABLE, CANCELLED; the model before stays current then. */
  async load(url: string, { manifestText, signal, tell }: LoadOptions): Promise<BundleManifest> {
    // Of two loads that overlap the later is what the user wants.
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
      // The one that had started may have broken, with none to take its place.
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
      // The page is told only when the model is really let go: one that computes without end never is, and the page ends us then.
      await installing?.catch(() => {});
      throw error;
    }
    return held.manifest;
  }

  /** Asks for a picture; see `Engine.render`. One that was meant for a model before this one is dropped. */
  render(stamp: number, z: Float32Array, epoch: number): void {
    if (epoch !== this.#epoch) return;
    this.#frames.moved();
    this.#recovery.moved();
    this.#scheduler.request({ stamp, z });
  }

  /** The full picture of z, which is no answer to a request of the page. @throws CANCELLED, ENGINE_FAILED */
  picture(z: Float32Array): Promise<FrameImage> {
    return this.#scheduler.exclusive((gap) => this.#recovery.attempt(() => this.#frames.full(z, gap)));
  }

  /** @param deliver is given each picture, in order, until the signal fires. @throws CANCELLED, ENGINE_FAILED */
  batch(
    zs: readonly Float32Array[],
    size: number | undefined,
    signal: AbortSignal,
    deliver: (index: number, image: ImageBitmap) => void,
  ): Promise<void> {
    return this.#scheduler.batch(
      zs.length,
      async (start, end, gap) => {
        const images = await this.#recovery.attempt(() =>
          this.#active.model.renderBatch(zs.slice(start, end), size, gap),
        );
        images.forEach((image, i) => {
          if (signal.aborted) image.close();
          else deliver(start + i, image);
        });
      },
      signal,
      // What broke is being replaced; the batch goes on where it stood.
      () => this.#recovery.underWay,
    );
  }

  /** @throws CANCELLED, ENGINE_FAILED */
  raw(z: Float32Array, signal: AbortSignal): Promise<RawImage> {
    return this.#scheduler.exclusive(
      (gap) => this.#recovery.attempt(() => this.#active.model.raw(z, gap)),
      signal,
    );
  }

  /** A copy, which the caller may give away. @throws BUNDLE_INVALID */
  async weight(name: string): Promise<NamedWeight> {
    const { bundle } = this.#active;
    if (!bundle) throw new ZscapeError('ENGINE_FAILED', 'No model is loaded yet.');
    return bundle.use(({ weights }) => {
      const { shape, data } = weights.floats(name);
      return { shape, data: data.slice() };
    });
  }

  /** @throws BACKEND_UNAVAILABLE and what its start or the model says; the present backend goes on then. */
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

  /** The start that is under way or has succeeded; a new one where the last one failed. */
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
    const notice = this.#active.notice ?? backend.notice;
    return {
      backend: backend.name,
      detail: backend.detail,
      ms: this.#frames.ms,
      frames: this.#frames.count,
      ...backend.memory(),
      ...(notice === undefined ? {} : { notice }),
    };
  }
}

/** Rejects with CANCELLED when the signal fires; else never settles. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const cancel = () => reject(new ZscapeError('CANCELLED', 'Cancelled.'));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
}
