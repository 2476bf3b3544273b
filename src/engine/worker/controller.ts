/**
 * The engine inside the worker: what it is asked for, and who of the others answers it. Speaks through `say` only, so that
 * it runs without a worker too.
 */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { readBundle } from '../../bundle/read/reader.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { Backend, Generator } from '../backends/backend.ts';
import { startOne } from '../backends/start.ts';
import type { BackendChoice, BackendName, EngineStatus, NamedWeight, RawImage } from '../contract.ts';
import type { FromWorker } from '../protocol.ts';
import { ActiveBackend } from './activeBackend.ts';
import { Frames } from './frames.ts';
import { HeldBundle } from './heldBundle.ts';
import { hasRealGpu } from './probe.ts';
import { Recovery } from './recovery.ts';
import { nextTask, Scheduler } from './scheduler.ts';

type Say = (message: FromWorker, transfer?: Transferable[]) => void;

/** The world outside, replaced in tests. */
export interface ControllerHost {
  say: Say;
  start(name: BackendName): Promise<Backend>;
  realGpu(): Promise<boolean>;
  read: typeof readBundle;
  now(): number;
}

export class Controller {
  readonly #host: ControllerHost;
  readonly #scheduler: Scheduler;
  readonly #active: ActiveBackend;
  readonly #recovery: Recovery;
  readonly #frames: Frames;
  #starting: Promise<void> | undefined;
  #loading: AbortController | undefined;
  #epoch = 0;

  constructor(host: Partial<ControllerHost> & Pick<ControllerHost, 'say'>) {
    this.#host = {
      start: startOne,
      realGpu: hasRealGpu,
      read: readBundle,
      now: () => performance.now(),
      ...host,
    };
    const { say, now, start, realGpu } = this.#host;
    this.#active = new ActiveBackend({
      start,
      realGpu,
      adopted: () => this.#frames.forgetSpeed(),
      lost: (backend, reason) => this.#recovery.lost(backend, reason),
    });
    this.#recovery = new Recovery(this.#active, {
      say,
      now,
      exclusive: (work) => this.#scheduler.exclusive(work),
      ended: () => this.#recovered(),
    });
    this.#scheduler = new Scheduler({
      frame: (request, overtaken) => this.#frames.show(request, overtaken),
      canRender: () => this.#active.generator !== undefined && !this.#recovery.underWay,
      pause: nextTask,
      now,
    });
    this.#frames = new Frames({
      say,
      now,
      generator: () => this.#model(),
      size: () => {
        const { width = 0, height = 0 } = this.#active.bundle?.manifest.image ?? {};
        return Math.max(width, height);
      },
      attempt: (work) => this.#recovery.attempt(work),
      retry: (request) => this.#scheduler.retry(request),
      background: (work) => this.#scheduler.exclusive(work),
      recovering: () => this.#recovery.underWay,
      delivered: () => void this.#sayStatus(),
    });
  }

  /** Begins to start a backend; whoever needs it waits for it. */
  start(choice: BackendChoice): void {
    this.#starting = this.#active.start(choice);
    this.#starting.catch(() => {}); // told to each `load` that waits for it
  }

  /** @throws BUNDLE_*, NETWORK, BACKEND_UNAVAILABLE, CANCELLED; the model before stays current then. */
  async load(
    url: string,
    manifestText: Promise<string | undefined>,
    signal: AbortSignal,
    id: number,
  ): Promise<BundleManifest> {
    // Of two loads that overlap the later is what the user wants.
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const stop = AbortSignal.any([signal, loading.signal]);
    const progress = (stage: 'download' | 'prepare', loaded: number, total: number, fromCache: boolean) =>
      this.#host.say({ type: 'progress', id, progress: { stage, loaded, total, fromCache } });
    let seen = { loaded: 0, total: 0, fromCache: false };

    const text = await Promise.race([manifestText, aborted(stop)]);
    const bundle = await this.#host.read(url, {
      signal: stop,
      manifestText: text,
      onProgress: (now) => {
        seen = now;
        progress('download', now.loaded, now.total, now.fromCache);
      },
    });
    progress('prepare', seen.total, seen.total, seen.fromCache);
    await Promise.race([this.#starting, aborted(stop)]);
    const held = new HeldBundle(bundle, (manifestText) => this.#host.read(url, { manifestText }));
    await this.#scheduler.exclusive(async () => {
      await this.#active.install(held, stop);
      this.#modelChanged();
    }, stop);
    return held.manifest;
  }

  /** Asks for a picture; see `Engine.render`. One that was meant for a model before this one is dropped. */
  render(stamp: number, z: Float32Array, epoch: number): void {
    if (epoch !== this.#epoch) return;
    this.#frames.moved();
    this.#scheduler.request({ stamp, z });
  }

  /** @throws CANCELLED, ENGINE_FAILED */
  batch(id: number, zs: Float32Array[], size: number | undefined, signal: AbortSignal): Promise<void> {
    return this.#scheduler.batch(
      zs.length,
      async (start, end, gap) => {
        const images = await this.#recovery.attempt(() =>
          this.#model().renderBatch(zs.slice(start, end), size, gap),
        );
        images.forEach((image, i) => {
          if (signal.aborted) image.close();
          else this.#host.say({ type: 'image', id, index: start + i, image }, [image]);
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
      (gap) => this.#recovery.attempt(() => this.#model().raw(z, gap)),
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
      if (await this.#active.switchTo(choice)) this.#again();
      return this.#sayStatus();
    }, signal);
  }

  #modelChanged(): void {
    this.#frames.forget();
    this.#scheduler.forget();
    this.#host.say({ type: 'model', epoch: ++this.#epoch });
    this.#sayStatus();
  }

  /** Computes the last picture anew after a recovery, where it left a backend to compute with. */
  #recovered(): void {
    if (this.#active.backend) {
      this.#sayStatus();
      this.#again();
      this.#scheduler.ready();
    } else {
      this.#frames.moved();
    }
  }

  /** Computes the last picture anew, unless a newer one is asked for. */
  #again(): void {
    if (this.#frames.last) this.#scheduler.retry(this.#frames.last);
  }

  #model(): Generator {
    const { generator } = this.#active;
    if (generator) return generator;
    throw new ZscapeError('ENGINE_FAILED', 'No model is loaded yet.');
  }

  #sayStatus(): EngineStatus {
    const { backend } = this.#active;
    if (!backend) throw new ZscapeError('BACKEND_UNAVAILABLE', 'No backend is running.');
    const notice = this.#active.notice ?? backend.notice;
    const status: EngineStatus = {
      backend: backend.name,
      detail: backend.detail,
      ms: this.#frames.ms,
      frames: this.#frames.count,
      ...backend.memory(),
      ...(notice === undefined ? {} : { notice }),
    };
    this.#host.say({ type: 'status', status });
    return status;
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
