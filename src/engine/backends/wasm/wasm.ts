/** WASM: ProGANs on our own kernels, everything else on TF.js's. Without SIMD in the browser, TF.js runs everything. */
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { Backend, Generator } from '../backend.ts';
import { threadsFor, threadsForModel } from '../tfjs/pthreads.ts';
import { fetchEarly } from '../tfjs/wasmBinary.ts';
import { proganGenerator, type WasmGenerator } from './generator.ts';
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

/** Starts the backend, on threads if possible. @throws BACKEND_UNAVAILABLE, NETWORK */
export async function start(options: StartOptions = {}): Promise<Backend> {
  if (typeof WebAssembly === 'undefined')
    throw new ZscapeError('BACKEND_UNAVAILABLE', 'This browser has no WebAssembly.');
  const wished = options.threads ?? threadsFor(coresHere());
  const { kernels, pool, without } = await startThreads(wished, options);
  return kernels ? new WasmBackend(kernels, { ...options, pool, without }) : startTfjs();
}

interface Started {
  kernels: Kernels | undefined;
  pool?: Pool;
  /** Why requested threads are missing. */
  without?: string;
}

async function startThreads(wished: number, { relaxed, spawn }: StartOptions): Promise<Started> {
  if (wished === 1) return { kernels: await compileKernels(false, relaxed) };
  if (!globalThis.crossOriginIsolated || typeof SharedArrayBuffer === 'undefined') {
    const without =
      'WASM runs on one thread here, because the server does not isolate the page (COOP and COEP).';
    return { kernels: await compileKernels(false, relaxed), without };
  }
  // The threads start while the kernels are being fetched.
  const starting = Pool.start(wished - 1, spawn);
  starting.catch(() => {}); // it is awaited below
  const dismiss = () => void starting.then((pool) => pool.dispose()).catch(() => {});
  let kernels: Kernels | undefined;
  try {
    kernels = await compileKernels(true, relaxed);
  } catch (error) {
    dismiss();
    throw error;
  }
  if (!kernels) {
    dismiss();
    return { kernels: await compileKernels(false, relaxed) };
  }
  try {
    return { kernels, pool: await starting };
  } catch {
    const without = 'WASM runs on one thread here, because its threads did not start.';
    return { kernels: await compileKernels(false, relaxed), without };
  }
}

interface WasmOptions extends StartOptions {
  pool?: Pool | undefined;
  without?: string | undefined;
}

class WasmBackend implements Backend {
  readonly name = 'wasm';
  readonly lost = new Promise<string>(() => {});
  /** Why there are no threads. Shown only for a model that would benefit from them. */
  #without: string | undefined;
  readonly #kernels: Kernels;
  #pool: Pool | undefined;
  readonly #options: StartOptions;
  readonly #generators = new Set<WasmGenerator>();
  #tfjs: Promise<Backend> | undefined;
  /** TF.js's backend while it has the latest model. */
  #other: Backend | undefined;
  /** Threads that compute the latest model, and threads that would if they were available. */
  #threads = 1;
  #wished = 1;

  constructor(kernels: Kernels, { pool, without, ...options }: WasmOptions) {
    this.#kernels = kernels;
    this.#pool = pool;
    this.#without = without;
    this.#options = options;
  }

  get detail(): string {
    if (this.#other) return this.#other.detail;
    const threads = this.#threads;
    return `${this.#kernels.relaxed ? 'relaxed SIMD' : 'SIMD'}, ${threads} thread${threads > 1 ? 's' : ''}`;
  }

  get notice(): string | undefined {
    if (this.#other) return this.#other.notice;
    return this.#threads < this.#wished ? this.#without : undefined;
  }

  async load(bundle: LoadedBundle): Promise<Generator> {
    if (bundle.manifest.generator.family !== 'progan') {
      this.#tfjs ??= startTfjs();
      const other = await this.#tfjs;
      const generator = await other.load(bundle);
      this.#other = other;
      return generator;
    }
    const generator = await survivingThreadLoss(
      async () => this.#make(bundle),
      () => this.#loseThreads(),
    );
    this.#generators.add(generator);
    this.#other = undefined;
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
    const cores = coresHere();
    const most = this.#options.threads ?? threadsFor(cores);
    // An explicit number of threads applies to every model, even one that gains nothing by them.
    const wished = this.#options.threads ?? threadsForModel(most, cores, bundle.manifest.parameters);
    const threads = Math.min(wished, this.#pool?.size ?? 1);
    const generator = proganGenerator(bundle, this.#kernels, threads, (machine) => {
      if (threads > 1) this.#pool?.attach(machine);
    });
    this.#threads = threads;
    this.#wished = wished;
    return generator;
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
    this.#pool?.dispose();
    void this.#tfjs?.then((other) => other.dispose()).catch(() => {});
  }
}
