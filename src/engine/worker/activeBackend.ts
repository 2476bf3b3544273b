/**
 * The backend that computes and the model that it holds: how they are started, and how another backend or model replaces
 * them. The old ones end only when their successors are ready.
 */
import { isAbort, throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import type { Backend, Generator, Pictures } from '../backends/backend.ts';
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
  /** Why this is not the requested backend, or what happened to that one, in one sentence. */
  notice: ZscapeError | undefined;
  /** Draws in the model's place while something inside it is changed (`inside/insideDesk.ts`). */
  changed: (() => Promise<Pictures>) | undefined;
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

  /** The model's generator. @throws ENGINE_FAILED if there is none. */
  get model(): Generator {
    if (this.#generator) return this.#generator;
    throw new ZscapeError('ENGINE_FAILED', 'No model is loaded yet.');
  }

  /** Returns the source of pictures: the model, or the changed network. @throws ENGINE_FAILED if there is no model. */
  pictures(): Pictures | Promise<Pictures> {
    const { model } = this;
    return this.changed ? this.changed() : model;
  }

  /** Opens the first backend. @throws the reason why the best one could not start, if none does. */
  async start(choice: BackendChoice): Promise<void> {
    // A forced choice need not wait for the probe unless it fails.
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
   * Installs the bundle on the current backend, or on the next one that can hold it.
   * @throws BUNDLE_*, NETWORK, BACKEND_UNAVAILABLE, CANCELLED; the previous model then stays current.
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
   * Moves the model to the chosen backend, unless it is already there.
   * @returns whether it moved. @throws as `moveTo`
   */
  async switchTo(choice: BackendChoice): Promise<boolean> {
    const order = choice === 'auto' ? backendOrder('auto', await this.#source.realGpu()) : [choice];
    if (this.#backend?.name === order[0]) return false;
    await this.moveTo(order, this.#bundle, []);
    return true;
  }

  /**
   * Makes current the first backend of `order` that starts and accepts the bundle. The old backend ends only then.
   * @throws the first of `failures`, including those added here.
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
      failures[0] ?? new ZscapeError('BACKEND_UNAVAILABLE', 'This browser has no way to compute pictures.')
    );
  }

  /** Frees a broken backend and everything it holds. The bundle stays, for the next backend. */
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
    // it is already broken
  }
}
