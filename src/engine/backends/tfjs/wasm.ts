/** TF.js on WASM: with SIMD and threads where the browser and the page's headers allow. */
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import threadScriptUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?url';
import * as tf from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { Backend } from '../backend.ts';
import { activate, install, memory, uninstall } from './core.ts';
import { threadsFor, withThreads } from './pthreads.ts';
import { readbackGenerator } from './readback.ts';

/** From the binary's arrival; eight workers start in well under a second on a slow phone. */
const START_TIMEOUT_MS = 10_000;

type Variant = 'plain' | 'simd' | 'threaded';
const urls: Record<Variant, string> = { plain: plainUrl, simd: simdUrl, threaded: threadedUrl };

export async function start(): Promise<Backend> {
  if (typeof WebAssembly === 'undefined') {
    throw new ZscapeError('BACKEND_UNAVAILABLE', 'This browser has no WebAssembly.');
  }
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const threads = globalThis.crossOriginIsolated ? threadsFor(navigator.hardwareConcurrency || 1) : 1;
  if (simd && threads > 1) {
    try {
      await startVariant('threaded', threads);
      return backend(`SIMD, ${getThreadsCount()} threads`);
    } catch (error) {
      if (error instanceof ZscapeError && error.code === 'NETWORK') throw error;
      await startVariant('simd', 1);
      return backend('SIMD, 1 thread', 'WASM runs on one thread here, for its threads did not start.');
    }
  }
  await startVariant(simd ? 'simd' : 'plain', 1);
  return backend(simd ? 'SIMD, 1 thread' : 'without SIMD, 1 thread');
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
  const blob = URL.createObjectURL(
    new Blob([await fetchBinary(urls[variant])], { type: 'application/wasm' }),
  );
  try {
    setWasmPaths({
      'tfjs-backend-wasm.wasm': blob,
      'tfjs-backend-wasm-simd.wasm': blob,
      'tfjs-backend-wasm-threaded-simd.wasm': blob,
    });
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

async function fetchBinary(url: string): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url);
    if (response.ok) return await response.arrayBuffer();
    throw new Error(`the server answered ${response.status}`);
  } catch (cause) {
    throw new ZscapeError(
      'NETWORK',
      'The WASM backend could not be fetched. Check the connection and try again.',
      { cause },
    );
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not start within ${ms / 1000} s`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
