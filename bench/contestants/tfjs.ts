/**
 * Stock TF.js: the model as a graph model through `loadGraphModel`, on TF.js's own backends, with SIMD and threads on WASM. Its
 * only help is a fix without which its threads would not start in a bundled worker (see `pthreads.ts`).
 */
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import scriptUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?url';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { withThreads } from '../../src/engine/backends/tfjs/pthreads.ts';
import { graphModelOf } from '../models/graph.ts';
import type { ContestantModule } from './contestant.ts';

const registered = {
  wasm: async () => {},
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

export const start: ContestantModule['start'] = async ({ backend, threads }, bundle) => {
  if (backend === 'wasm') await startWasm(threads);
  else {
    await registered[backend]();
    if (!(await tf.setBackend(backend))) throw new Error(`TF.js has no ${backend} here`);
  }
  await tf.ready();
  const { generator, latent } = bundle.manifest;
  const model = await loadGraphModel(tf.io.fromMemory(graphModelOf(bundle)));
  return {
    detail: backend === 'wasm' ? `SIMD, ${threads > 1 ? getThreadsCount() : 1} threads` : tf.getBackend(),
    async run(zs) {
      const input = tf.tensor2d(flat(zs, latent.size), [zs.length, latent.size]);
      const output = model.execute({ [generator.input]: input }, generator.output) as tf.Tensor;
      const values = (await output.data()) as Float32Array;
      input.dispose();
      output.dispose();
      return values.subarray(values.length - values.length / zs.length);
    },
  };
};

async function startWasm(threads: number): Promise<void> {
  const absolute = (url: string) => new URL(url, globalThis.location.href).href;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': absolute(plainUrl),
    'tfjs-backend-wasm-simd.wasm': absolute(simdUrl),
    'tfjs-backend-wasm-threaded-simd.wasm': absolute(threadedUrl),
  });
  tf.env().set('WASM_HAS_SIMD_SUPPORT', true);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1);
  setThreadsCount(threads);
  const begin = () => tf.setBackend('wasm');
  await (threads > 1 ? withThreads(absolute(scriptUrl), begin) : begin());
}

function flat(zs: readonly Float32Array[], size: number): Float32Array {
  const all = new Float32Array(zs.length * size);
  for (const [i, z] of zs.entries()) all.set(z, i * size);
  return all;
}
