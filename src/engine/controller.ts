/**
 * The engine inside the worker: which backend, which model, and what happens when one of them fails. Speaks through
 * `say` only, so that it runs without a worker too.
 */
import { isAbort, throwIfCancelled, toPlainError, ZscapeError } from '../base/errors.ts';
import { readBundle } from '../bundle/reader.ts';
import type { BundleManifest } from '../bundle/schema.ts';
import type { Backend, Generator } from './backends/backend.ts';
import { backendTitles, noticeOf, startFirst, startOne } from './backends/start.ts';
import type { BackendChoice, BackendName, EngineStatus, NamedWeight, RawImage } from './contract.ts';
import { asFailure, Breakages, blamesModel, breaksBackend } from './failures.ts';
import { Frames } from './frames.ts';
import { HeldBundle } from './held-bundle.ts';
import { backendOrder, hasRealGpu } from './probe.ts';
import type { FromWorker } from './protocol.ts';
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
  #starting: Promise<Backend> | undefined;
  #backend: Backend | undefined;
  #generator: Generator | undefined;
  #bundle: HeldBundle | undefined;
  #notice: string | undefined;
  #epoch = 0;
  #loading: AbortController | undefined;
  readonly #breakages: Breakages;
  #recovering = false;
  readonly #frames: Frames;

  constructor(host: Partial<ControllerHost> & Pick<ControllerHost, 'say'>) {
    this.#host = {
      start: startOne,
      realGpu: hasRealGpu,
      read: readBundle,
      now: () => performance.now(),
      ...host,
    };
    this.#breakages = new Breakages(this.#host.now);
    this.#scheduler = new Scheduler({
      frame: (request, overtaken) => this.#frames.show(request, overtaken),
      canRender: () => this.#generator !== undefined && !this.#recovering,
      pause: nextTask,
      now: this.#host.now,
    });
    this.#frames = new Frames({
      say: this.#host.say,
      now: this.#host.now,
      generator: () => this.#model(),
      size: () => {
        const { width = 0, height = 0 } = this.#bundle?.manifest.image ?? {};
        return Math.max(width, height);
      },
      attempt: (work) => this.#attempt(work),
      retry: (request) => this.#scheduler.retry(request),
      background: (work) => this.#scheduler.exclusive(work),
      recovering: () => this.#recovering,
      delivered: () => void this.#sayStatus(),
    });
  }

  /** Begins to start a backend; whoever needs it waits for it. */
  start(choice: BackendChoice): void {
    this.#starting = this.#startChosen(choice);
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
    await this.#scheduler.exclusive(() => this.#install(held, stop), stop);
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
        const images = await this.#attempt(() => this.#model().renderBatch(zs.slice(start, end), size, gap));
        images.forEach((image, i) => {
          if (signal.aborted) image.close();
          else this.#host.say({ type: 'image', id, index: start + i, image }, [image]);
        });
      },
      signal,
      // What broke is being replaced; the batch goes on where it stood.
      () => this.#recovering,
    );
  }

  /** @throws CANCELLED, ENGINE_FAILED */
  raw(z: Float32Array, signal: AbortSignal): Promise<RawImage> {
    return this.#scheduler.exclusive((gap) => this.#attempt(() => this.#model().raw(z, gap)), signal);
  }

  /** A copy, which the caller may give away. @throws BUNDLE_INVALID */
  async weight(name: string): Promise<NamedWeight> {
    if (!this.#bundle) throw new ZscapeError('ENGINE_FAILED', 'No model is loaded yet.');
    return this.#bundle.use(({ weights }) => {
      const { shape, data } = weights.floats(name);
      return { shape, data: data.slice() };
    });
  }

  /** @throws BACKEND_UNAVAILABLE and what its start or the model says; the present backend goes on then. */
  async switchBackend(choice: BackendChoice, signal: AbortSignal): Promise<EngineStatus> {
    await Promise.race([this.#starting?.catch(() => undefined), aborted(signal)]);
    return this.#scheduler.exclusive(async () => {
      throwIfCancelled(signal);
      const order = choice === 'auto' ? backendOrder('auto', await this.#host.realGpu()) : [choice];
      if (this.#backend?.name !== order[0]) {
        const failures: ZscapeError[] = [];
        await this.#moveTo(order, this.#bundle, failures);
        this.#again();
      }
      return this.#sayStatus();
    }, signal);
  }

  async #startChosen(choice: BackendChoice): Promise<Backend> {
    // A forced WebGPU, WASM or CPU need not wait for the probe unless it fails.
    const first = choice === 'auto' ? [] : [choice];
    const rest = async () => backendOrder(choice, await this.#host.realGpu()).slice(first.length);
    let failed: ZscapeError[] = [];
    if (first[0]) {
      try {
        return this.#adopt(await this.#host.start(first[0]), failed);
      } catch (error) {
        failed = [asFailure(error)];
      }
    }
    const { backend, notice } = await startFirst(await rest(), this.#host.start);
    this.#adopt(backend, failed);
    if (failed.length === 0) this.#notice = notice;
    return backend;
  }

  /** Makes a started backend the current one. */
  #adopt(backend: Backend, failures: readonly ZscapeError[]): Backend {
    this.#backend = backend;
    this.#frames.forgetSpeed();
    this.#notice = noticeOf(failures, backend);
    void backend.lost.then((reason) => this.#lost(backend, reason));
    return backend;
  }

  /** Makes the bundle current on the present backend, or on the next one that can hold it. */
  async #install(bundle: HeldBundle, signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    const backend = this.#backend;
    if (!backend) throw new ZscapeError('BACKEND_UNAVAILABLE', 'No backend is running.');
    let generator: Generator;
    try {
      generator = await bundle.use((whole) => backend.load(whole));
    } catch (error) {
      const failure = asFailure(error);
      if (isAbort(failure) || blamesModel(failure)) throw failure;
      const others = backendOrder('auto', false).filter((name) => name !== backend.name);
      await this.#moveTo(others, bundle, [failure], signal);
      return this.#modelChanged(bundle);
    }
    if (signal.aborted) {
      generator.dispose();
      throwIfCancelled(signal);
    }
    this.#generator?.dispose();
    this.#use(generator, bundle);
    this.#modelChanged(bundle);
  }

  #use(generator: Generator | undefined, bundle: HeldBundle | undefined): void {
    this.#generator = generator;
    if (generator?.hasOwnWeights)
      void bundle?.freeAfter(generator.hasOwnWeights, () => this.#generator === generator);
  }

  #modelChanged(bundle: HeldBundle): void {
    this.#bundle = bundle;
    this.#frames.forget();
    this.#scheduler.forget();
    this.#host.say({ type: 'model', epoch: ++this.#epoch });
    this.#sayStatus();
  }

  /**
   * Makes the first backend of `order` that starts and takes the bundle the current one; the present one ends only then.
   * @throws the first of `failures`, or of those met here.
   */
  async #moveTo(
    order: readonly BackendName[],
    bundle: HeldBundle | undefined,
    failures: ZscapeError[],
    signal?: AbortSignal,
  ): Promise<void> {
    for (const name of order) {
      let next: Backend | undefined;
      try {
        throwIfCancelled(signal);
        next = await this.#host.start(name);
        const backend = next;
        const generator = await bundle?.use((whole) => backend.load(whole));
        throwIfCancelled(signal);
        this.#generator?.dispose();
        this.#backend?.dispose();
        this.#use(generator, bundle);
        this.#adopt(next, failures);
        return;
      } catch (error) {
        next?.dispose();
        const failure = asFailure(error);
        if (isAbort(failure)) throw failure;
        failures.push(failure);
      }
    }
    throw (
      failures[0] ?? new ZscapeError('BACKEND_UNAVAILABLE', 'This browser offers nothing to compute with.')
    );
  }

  /** Runs a computation; one that breaks the backend itself starts its recovery. */
  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    const backend = this.#backend;
    try {
      return await work();
    } catch (error) {
      if (isAbort(error)) throw error;
      const failure = asFailure(error, 'A picture could not be computed');
      if (!breaksBackend(error)) throw failure;
      if (backend && backend === this.#backend) this.#recover(backend, failure);
      throw failure;
    }
  }

  #lost(backend: Backend, reason: string): void {
    if (backend !== this.#backend) return;
    const title = backendTitles[backend.name];
    this.#recover(
      backend,
      new ZscapeError('DEVICE_LOST', `${title} lost its device (${reason.replace(/\.$/, '')}).`),
    );
  }

  /** Says what happened, opens the backend again or the next one, and computes the last picture anew. */
  #recover(broken: Backend, failure: ZscapeError): void {
    if (this.#recovering) return;
    this.#recovering = true;
    const order = this.#breakages.after(broken.name, failure);
    const again = order[0] === broken.name;
    const plan = again ? ' It is started again.' : '';
    this.#host.say({ type: 'error', error: { code: failure.code, message: failure.message + plan } });
    void this.#scheduler
      .exclusive(async () => {
        if (this.#backend !== broken) return; // a load that met the failure too has moved on already
        // Given back first: TF.js has room for one backend of a name.
        const generator = this.#generator;
        this.#generator = undefined;
        this.#backend = undefined;
        quietly(() => generator?.dispose());
        quietly(() => broken.dispose());
        await this.#moveTo(order, this.#bundle, []);
        const title = backendTitles[this.#backend!.name];
        if (title !== backendTitles[broken.name])
          this.#notice = `${failure.message} Pictures are computed with ${title} now.`;
      })
      .catch((error: unknown) => this.#host.say({ type: 'error', error: toPlainError(error) }))
      .finally(() => {
        this.#recovering = false;
        if (!this.#backend) return this.#frames.moved();
        this.#sayStatus();
        this.#again();
        this.#scheduler.ready();
      });
  }

  /** Computes the last picture anew, unless a newer one is asked for. */
  #again(): void {
    if (this.#frames.last) this.#scheduler.retry(this.#frames.last);
  }

  #model(): Generator {
    if (this.#generator) return this.#generator;
    throw new ZscapeError('ENGINE_FAILED', 'No model is loaded yet.');
  }

  #sayStatus(): EngineStatus {
    const backend = this.#backend;
    if (!backend) throw new ZscapeError('BACKEND_UNAVAILABLE', 'No backend is running.');
    const notice = this.#notice ?? backend.notice;
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

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // it is broken already
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
