/** TF.js on WASM: with SIMD and threads where the browser and the page's headers allow. */
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import threadScriptUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?url';
import * as tf from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { Backend } from '../backend.ts';
import { activate, install, memory, uninstall } from './core.ts';
import { withThreads } from './pthreads.ts';
import { readbackGenerator } from './readback.ts';
import { bestVariant, binaryOf, type Variant } from './wasmBinary.ts';

/** From the binary's arrival; eight workers start in well under a second on a slow phone. */
const START_TIMEOUT_MS = 10_000;

export async function start(): Promise<Backend> {
  const { variant, threads } = bestVariant();
  if (variant === 'threaded') {
    try {
      await startVariant(variant, threads);
      return backend(`SIMD, ${getThreadsCount()} threads`);
    } catch (error) {
      if (error instanceof ZscapeError && error.code === 'NETWORK') throw error;
      await startVariant('simd', 1);
      return backend('SIMD, 1 thread', 'WASM runs on one thread here, for its threads did not start.');
    }
  }
  await startVariant(variant, 1);
  return backend(variant === 'simd' ? 'SIMD, 1 thread' : 'without SIMD, 1 thread');
}

function backend(detail: string, notice?: string): Backend {
  return {
    name: 'wasm',
    detail,
    notice,
    lost: new Promise(() => {}),
    load: (bundle) =>
      readbackGenerator(bundle, { activate: () => activate('wasm'), warm: false, foldUpsampling: true }),
    memory,
    dispose: () => uninstall('wasm'),
  };
}

/**
 * Starts one of TF.js's three binaries. We fetch it ourselves, so that a failed download is told from threads that do
 * not start, and only the latter has a time limit.
 */
async function startVariant(variant: Variant, threads: number): Promise<void> {
  const blob = URL.createObjectURL(new Blob([await binaryOf(variant)], { type: 'application/wasm' }));
  try {
    setWasmPaths({
      'tfjs-backend-wasm.wasm': blob,
      'tfjs-backend-wasm-simd.wasm': blob,
      'tfjs-backend-wasm-threaded-simd.wasm': blob,
    });
    tf.env().set('WASM_HAS_SIMD_SUPPORT', variant !== 'plain');
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', variant === 'threaded');
    setThreadsCount(threads);
    const begin = () => within(START_TIMEOUT_MS, install('wasm'));
    // Threads live at blob addresses, which relative ones do not resolve against.
    const script = new URL(threadScriptUrl, globalThis.location.href).href;
    await (variant === 'threaded' ? withThreads(script, threads, begin) : begin());
  } finally {
    URL.revokeObjectURL(blob);
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not start within ${ms / 1000} s`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
