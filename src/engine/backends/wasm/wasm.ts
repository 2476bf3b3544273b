/**
 * WASM: ProGANs on our own kernels, everything else on TF.js's. Where the browser has no SIMD, TF.js has all of it.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/reader.ts';
import type { Backend, Generator } from '../backend.ts';
import { threadsFor, threadsForModel } from '../tfjs/pthreads.ts';
import { fetchEarly } from '../tfjs/wasmBinary.ts';
import { proganGenerator, type WasmGenerator } from './generator.ts';
import { compileKernels, type Kernels } from './modules.ts';
import { Pool } from './pool.ts';

async function startTfjs(): Promise<Backend> {
  fetchEarly();
  return (await import('../tfjs/wasm.ts')).start();
}

export interface StartOptions {
  /** Threads that compute, the engine's own among them; by the number of cores when left out. */
  threads?: number;
  /** False to leave relaxed SIMD alone. */
  relaxed?: boolean;
}

export async function start(options: StartOptions = {}): Promise<Backend> {
  if (typeof WebAssembly === 'undefined')
    throw new ZscapeError('BACKEND_UNAVAILABLE', 'This browser has no WebAssembly.');
  const wished = options.threads ?? threadsFor(navigator.hardwareConcurrency || 1);
  const threads = globalThis.crossOriginIsolated ? wished : 1;
  if (threads > 1) {
    const kernels = await compileKernels(true, options.relaxed);
    if (kernels) {
      try {
        return new WasmBackend(kernels, await Pool.start(threads - 1), undefined, options.threads);
      } catch {
        const alone = await compileKernels(false, options.relaxed);
        if (alone) {
          const notice = 'WASM runs on one thread here, for its threads did not start.';
          return new WasmBackend(alone, undefined, notice);
        }
      }
    }
  } else {
    const kernels = await compileKernels(false, options.relaxed);
    if (kernels) return new WasmBackend(kernels);
  }
  return startTfjs();
}

class WasmBackend implements Backend {
  readonly name = 'wasm';
  readonly lost = new Promise<string>(() => {});
  readonly notice: string | undefined;
  readonly #kernels: Kernels;
  readonly #pool: Pool | undefined;
  readonly #generators = new Set<WasmGenerator>();
  #tfjs: Promise<Backend> | undefined;
  /** TF.js's backend while it has the latest model. */
  #other: Backend | undefined;
  /** That compute the latest model. */
  #threads: number;
  readonly #forced: number | undefined;

  /** @param forced threads for every model, also for one that gains nothing by them. */
  constructor(kernels: Kernels, pool?: Pool, notice?: string, forced?: number) {
    this.#kernels = kernels;
    this.#pool = pool;
    this.#threads = pool?.size ?? 1;
    this.#forced = forced;
    this.notice = notice;
  }

  get detail(): string {
    if (this.#other) return this.#other.detail;
    const threads = this.#threads;
    return `${this.#kernels.relaxed ? 'relaxed SIMD' : 'SIMD'}, ${threads} thread${threads > 1 ? 's' : ''}`;
  }

  async load(bundle: LoadedBundle): Promise<Generator> {
    if (bundle.manifest.generator.family !== 'progan') {
      this.#tfjs ??= startTfjs();
      const other = await this.#tfjs;
      const generator = await other.load(bundle);
      this.#other = other;
      return generator;
    }
    const most = this.#pool?.size ?? 1;
    const { parameters } = bundle.manifest;
    const threads = this.#forced ?? threadsForModel(most, navigator.hardwareConcurrency, parameters);
    const generator = proganGenerator(bundle, this.#kernels, threads, (machine) => {
      if (threads > 1) this.#pool?.attach(machine);
    });
    this.#threads = threads;
    this.#generators.add(generator);
    this.#other = undefined;
    return {
      ...generator,
      dispose: () => {
        this.#generators.delete(generator);
        generator.dispose();
      },
    };
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
