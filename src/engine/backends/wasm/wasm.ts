/** WASM: ProGANs on our own kernels, everything else on TF.js's. Without SIMD in the browser, TF.js runs everything. */
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { Backend, Generator } from '../backend.ts';
import { threadsFor } from '../tfjs/pthreads.ts';
import { fetchEarly } from '../tfjs/wasmBinary.ts';
import { proganGenerator, type WasmGenerator } from './generator.ts';
import type { Machine } from './memory/machine.ts';
import { compileKernels, type Kernels } from './modules.ts';
import { Pool, type SpawnThread } from './threads/pool.ts';
import { survivingThreadLoss } from './threads/surviveThreadLoss.ts';

async function startTfjs(): Promise<Backend> {
  fetchEarly();
  return (await import('../tfjs/wasm.ts')).start();
}

/** Tests run where there is no navigator. */
const coresHere = () => (typeof navigator === 'undefined' ? 1 : navigator.hardwareConcurrency || 1);

export interface StartOptions {
  /** Threads that compute, including the engine's own; by default chosen by the number of cores. */
  threads?: number;
  /** False to avoid relaxed SIMD. */
  relaxed?: boolean;
  /** Starts a thread; by default in a worker of its own. */
  spawn?: SpawnThread;
}

/** Models with fewer parameters are ready so quickly that starting threads before their first picture would only delay it. */
const LARGE = 5e6;
/** How long after such a model is ready its threads start, in milliseconds: its first picture should be there by then. */
const THREADS_AFTER_MS = 1000;

/** Starts the backend, with kernels for threads if possible. @throws BACKEND_UNAVAILABLE, NETWORK */
export async function start(options: StartOptions = {}): Promise<Backend> {
  if (typeof WebAssembly === 'undefined')
    throw new ZscapeError('BACKEND_UNAVAILABLE', 'This browser has no WebAssembly.');
  const { relaxed } = options;
  const wished = options.threads ?? threadsFor(coresHere());
  const isolated = globalThis.crossOriginIsolated && typeof SharedArrayBuffer !== 'undefined';
  const shared = wished > 1 && isolated ? await compileKernels(true, relaxed) : undefined;
  const kernels = shared ?? (await compileKernels(false, relaxed));
  if (!kernels) return startTfjs();
  const without =
    wished > 1 && !isolated
      ? 'WASM runs on one thread here, because the server does not isolate the page (COOP and COEP).'
      : undefined;
  return new WasmBackend(kernels, wished, options, without);
}

class WasmBackend implements Backend {
  readonly name = 'wasm';
  readonly lost = new Promise<string>(() => {});
  readonly #kernels: Kernels;
  /** Threads that would compute if they were available, including the engine's own. */
  readonly #wished: number;
  readonly #options: StartOptions;
  /** Why there are no threads. */
  #without: string | undefined;
  #pool: Pool | undefined;
  #startingPool: Promise<void> | undefined;
  #poolTimer: ReturnType<typeof setTimeout> | undefined;
  /** Networks that threads will help with as soon as they have started. */
  #waiting: Machine[] = [];
  readonly #generators = new Set<WasmGenerator>();
  #tfjs: Promise<Backend> | undefined;
  /** TF.js's backend while it has the latest model. */
  #other: Backend | undefined;
  #disposed = false;

  constructor(kernels: Kernels, wished: number, options: StartOptions, without: string | undefined) {
    this.#kernels = kernels;
    this.#wished = wished;
    this.#options = options;
    this.#without = without;
  }

  get detail(): string {
    if (this.#other) return this.#other.detail;
    const threads = this.#pool?.size ?? 1;
    return `${this.#kernels.relaxed ? 'relaxed SIMD' : 'SIMD'}, ${threads} thread${threads > 1 ? 's' : ''}`;
  }

  get notice(): string | undefined {
    if (this.#other) return this.#other.notice;
    return this.#without;
  }

  async load(bundle: LoadedBundle): Promise<Generator> {
    if (bundle.manifest.generator.family !== 'progan') {
      this.#tfjs ??= startTfjs();
      const other = await this.#tfjs;
      const generator = await other.load(bundle);
      this.#other = other;
      return generator;
    }
    const soon = this.#options.threads !== undefined || bundle.manifest.parameters >= LARGE;
    if (soon) await this.#startThreads();
    const generator = await survivingThreadLoss(
      async () => this.#make(bundle),
      () => this.#loseThreads(),
    );
    this.#generators.add(generator);
    this.#other = undefined;
    if (!soon) this.#poolTimer ??= setTimeout(() => void this.#startThreads(), THREADS_AFTER_MS);
    return {
      renderImage: generator.renderImage,
      renderPixels: generator.renderPixels,
      renderBatch: generator.renderBatch,
      raw: generator.raw,
      get previews() {
        return generator.previews;
      },
      get gradients() {
        return generator.gradients;
      },
      inside: generator.inside,
      dispose: () => {
        this.#generators.delete(generator);
        generator.dispose();
      },
    };
  }

  #make(bundle: LoadedBundle): WasmGenerator {
    const threads = this.#kernels.shared && this.#without === undefined ? this.#wished : 1;
    // Small models share their work, too. Each program finds out by itself whether that helps it here (`plan/sharing.ts`).
    return proganGenerator(bundle, this.#kernels, threads, (machine) => {
      if (this.#pool) this.#pool.attach(machine);
      else if (threads > 1) this.#waiting.push(machine);
    });
  }

  /** Starts the threads, unless they run or cannot. They then help with all networks. Never rejects. */
  #startThreads(): Promise<void> {
    if (!this.#kernels.shared || this.#without !== undefined) return Promise.resolve();
    this.#startingPool ??= Pool.start(this.#wished - 1, this.#options.spawn).then(
      (pool) => {
        if (this.#disposed) return pool.dispose();
        this.#pool = pool;
        for (const machine of this.#waiting) pool.attach(machine);
        this.#waiting = [];
      },
      () => {
        this.#waiting = [];
        this.#without = 'WASM runs on one thread here, because its threads did not start.';
      },
    );
    return this.#startingPool;
  }

  /** Gives up threads for good: where one was ended, the next may be too, and each costs seconds to detect. */
  async #loseThreads(): Promise<void> {
    this.#pool?.dispose();
    this.#pool = undefined;
    this.#without = 'WASM continues on one thread, because the browser ended one of its threads.';
  }

  memory(): { tensors: number; bytes: number } {
    const total = this.#other?.memory() ?? { tensors: 0, bytes: 0 };
    for (const generator of this.#generators) {
      const { tensors, bytes } = generator.memory();
      total.tensors += tensors;
      total.bytes += bytes;
    }
    return total;
  }

  dispose(): void {
    for (const generator of this.#generators) generator.dispose();
    this.#generators.clear();
    this.#disposed = true;
    clearTimeout(this.#poolTimer);
    this.#pool?.dispose();
    void this.#tfjs?.then((other) => other.dispose()).catch(() => {});
  }
}
