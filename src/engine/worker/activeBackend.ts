/**
 * The backend that computes and the model that it holds: how they are started, and how another backend or another model takes
 * their place. The present ones end only when those after them are ready.
 */
import { isAbort, throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import type { Backend, Generator } from '../backends/backend.ts';
import { asFailure, blamesModel } from '../backends/failures.ts';
import { backendOrder } from '../backends/probe.ts';
import { noticeOf, startFirst } from '../backends/start.ts';
import type { BackendChoice, BackendName } from '../contract.ts';
import type { Happened } from './happenings.ts';
import type { HeldBundle } from './heldBundle.ts';

/** How backends are found and started; replaced in tests. */
export interface BackendSource {
  start(name: BackendName): Promise<Backend>;
  realGpu(): Promise<boolean>;
}

export class ActiveBackend {
  /** Why this is not the backend that was wanted, or what became of that one, in one sentence. */
  notice: string | undefined;
  readonly #source: BackendSource;
  readonly #happened: Happened;
  #backend: Backend | undefined;
  #generator: Generator | undefined;
  #bundle: HeldBundle | undefined;

  constructor(source: BackendSource, happened: Happened) {
    this.#source = source;
    this.#happened = happened;
  }

  get backend(): Backend | undefined {
    return this.#backend;
  }

  get generator(): Generator | undefined {
    return this.#generator;
  }

  get bundle(): HeldBundle | undefined {
    return this.#bundle;
  }

  /** The model's generator. @throws ENGINE_FAILED where there is none. */
  get model(): Generator {
    if (this.#generator) return this.#generator;
    throw new ZscapeError('ENGINE_FAILED', 'No model is loaded yet.');
  }

  /** Opens the first backend. @throws why the best one could not start, where none does. */
  async start(choice: BackendChoice): Promise<void> {
    // A forced WebGPU, WASM or CPU need not wait for the probe unless it fails.
    const first = choice === 'auto' ? [] : [choice];
    const rest = async () => backendOrder(choice, await this.#source.realGpu()).slice(first.length);
    let failed: ZscapeError[] = [];
    if (first[0]) {
      try {
        return this.#adopt(await this.#source.start(first[0]), failed);
      } catch (error) {
        failed = [asFailure(error)];
      }
    }
    const { backend, notice } = await startFirst(await rest(), (name) => this.#source.start(name));
    this.#adopt(backend, failed);
    if (failed.length === 0) this.notice = notice;
  }

  /**
   * Makes the bundle current on the present backend, or on the next one that can hold it.
   * @throws BUNDLE_*, NETWORK, BACKEND_UNAVAILABLE, CANCELLED; the model before stays current then.
   */
  async install(bundle: HeldBundle, signal: AbortSignal): Promise<void> {
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
      return this.moveTo(others, bundle, [failure], signal);
    }
    if (signal.aborted) {
      generator.dispose();
      throwIfCancelled(signal);
    }
    this.#generator?.dispose();
    this.#hold(generator, bundle);
  }

  /**
   * Moves the model to the chosen backend, unless it is there already.
   * @returns whether it moved. @throws as `moveTo`
   */
  async switchTo(choice: BackendChoice): Promise<boolean> {
    const order = choice === 'auto' ? backendOrder('auto', await this.#source.realGpu()) : [choice];
    if (this.#backend?.name === order[0]) return false;
    await this.moveTo(order, this.#bundle, []);
    return true;
  }

  /**
   * Makes the first backend of `order` the current one that starts and takes the bundle. The present one ends only then.
   * @throws the first of `failures`, or of those met here.
   */
  async moveTo(
    order: readonly BackendName[],
    bundle: HeldBundle | undefined,
    failures: ZscapeError[],
    signal?: AbortSignal,
  ): Promise<void> {
    for (const name of order) {
      let next: Backend | undefined;
      try {
        throwIfCancelled(signal);
        next = await this.#source.start(name);
        const backend = next;
        const generator = await bundle?.use((whole) => backend.load(whole));
        throwIfCancelled(signal);
        this.#generator?.dispose();
        this.#backend?.dispose();
        this.#hold(generator, bundle);
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

  /** Gives back a backend that broke, and what it holds. The bundle stays, for the backend after it. */
  drop(): void {
    const [generator, backend] = [this.#generator, this.#backend];
    this.#generator = undefined;
    this.#backend = undefined;
    quietly(() => generator?.dispose());
    quietly(() => backend?.dispose());
  }

  /** Makes a started backend the current one. */
  #adopt(backend: Backend, failures: readonly ZscapeError[]): void {
    this.#backend = backend;
    this.#happened({ type: 'adopted' });
    this.notice = noticeOf(failures, backend);
    void backend.lost.then((reason) => this.#happened({ type: 'lost', backend, reason }));
  }

  #hold(generator: Generator | undefined, bundle: HeldBundle | undefined): void {
    this.#generator = generator;
    this.#bundle = bundle;
    if (generator?.hasOwnWeights)
      void bundle?.freeAfter(generator.hasOwnWeights, () => this.#generator === generator);
  }
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // it is broken already
  }
}
