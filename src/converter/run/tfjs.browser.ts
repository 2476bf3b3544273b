/** TF.js for the page's converter: WASM on one thread, since the engine is drawing at the same time. Browser only. */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { env } from '@tensorflow/tfjs-core';
import type { OpenRunner } from './runner.ts';
import { RunningModel } from './tfjs.ts';

export const openBrowserRunner: OpenRunner = (files) => {
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': new URL(plainUrl, globalThis.location.href).href,
    'tfjs-backend-wasm-simd.wasm': new URL(simdUrl, globalThis.location.href).href,
    'tfjs-backend-wasm-threaded-simd.wasm': new URL(simdUrl, globalThis.location.href).href,
  });
  return RunningModel.load({ files });
};
