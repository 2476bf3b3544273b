/** TF.js on WASM, with SIMD and threads if the browser and the page's headers allow them. */
import { BackendWasm, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import threadScriptUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?url';
import * as tf from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { Backend } from '../backend.ts';
import { activate, install, memory, uninstall } from './core.ts';
import { MAX_THREADS, threadsForModel, withThreads } from './pthreads.ts';
import { readbackGenerator } from './readback.ts';
import { addressOf, bestVariant, binaryOf, type Variant } from './wasmBinary.ts';

/** Counted from the arrival of the binary. Eight workers start in well under a second on a slow phone. */
const START_TIMEOUT_MS = 10_000;

export async function start(): Promise<Backend> {
  const { variant, threads } = bestVariant();
  if (variant === 'threaded') {
    try {
      return threadedBackend(await startVariant(variant), threads);
    } catch (error) {
      if (error instanceof ZscapeError && error.code === 'NETWORK') throw error;
      await startVariant('simd');
      const notice = 'WASM runs on one thread here, because its threads did not start.';
      return { ...singleBackend('SIMD, 1 thread'), notice };
    }
  }
  await startVariant(variant);
  return singleBackend(variant === 'simd' ? 'SIMD, 1 thread' : 'without SIMD, 1 thread');
}

function singleBackend(detail: string): Backend {
  return {
    name: 'wasm',
    detail,
    lost: new Promise(() => {}),
    load: (bundle) =>
      readbackGenerator(bundle, { activate: () => activate('wasm'), warm: false, foldUpsampling: true }),
    memory,
    dispose: () => uninstall('wasm'),
  };
}

function threadedBackend({ wasm }: BackendWasm, most: number): Backend {
  const single = singleBackend('');
  let using = 1;
  let spare = MAX_THREADS; // each change to more than one thread takes new workers from the pool, because TF.js keeps the old ones
  const use = (count: number) => {
    if (count === using || count - 1 > spare) return;
    wasm.tfjs.initWithThreadsCount(count);
    using = wasm.tfjs.getThreadsCount();
    spare -= using - 1;
  };
  return {
    ...single,
    get detail() {
      return using === 1 ? 'SIMD, 1 thread' : `SIMD, ${using} threads`;
    },
    load(bundle) {
      use(threadsForModel(most, navigator.hardwareConcurrency, bundle.manifest.parameters));
      return single.load(bundle);
    },
  };
}

/**
 * Starts one of TF.js's three binaries. We fetch it first, to tell a failed download from threads that do not start, and
 * apply the time limit only to the latter; TF.js then finds it in the browser's cache. TF.js gets the file's own address,
 * because the page's policy forbids fetching from a blob.
 */
async function startVariant(variant: Variant): Promise<BackendWasm> {
  await binaryOf(variant);
  const binary = addressOf(variant);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': binary,
    'tfjs-backend-wasm-simd.wasm': binary,
    'tfjs-backend-wasm-threaded-simd.wasm': binary,
  });
  tf.env().set('WASM_HAS_SIMD_SUPPORT', variant !== 'plain');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', variant === 'threaded');
  setThreadsCount(1);
  const begin = () => within(START_TIMEOUT_MS, install('wasm'));
  // Threads run at blob addresses, against which relative addresses do not resolve.
  const script = new URL(threadScriptUrl, globalThis.location.href).href;
  const backend = await (variant === 'threaded' ? withThreads(script, begin) : begin());
  if (backend instanceof BackendWasm) return backend;
  throw new Error('TF.js gave another backend for WASM');
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not start within ${ms / 1000} s`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
