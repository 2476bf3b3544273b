/** ONNX Runtime Web on WASM, with the graph that `models/onnx.ts` writes. */

import scriptUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import binaryUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import { onnxOf } from '../models/onnx.ts';
import type { ContestantModule } from './contestant.ts';

export const start: ContestantModule['start'] = async ({ threads }, bundle) => {
  const absolute = (url: string) => new URL(url, globalThis.location.href).href;
  ort.env.wasm.wasmPaths = { mjs: absolute(scriptUrl), wasm: absolute(binaryUrl) };
  ort.env.wasm.numThreads = threads;
  const session = await ort.InferenceSession.create(onnxOf(bundle), { executionProviders: ['wasm'] });
  const { size } = bundle.manifest.latent;
  return {
    detail: `SIMD, ${ort.env.wasm.numThreads} threads`,
    async run(zs) {
      const all = new Float32Array(zs.length * size);
      for (const [i, z] of zs.entries()) all.set(z, i * size);
      const { image } = await session.run({ z: new ort.Tensor('float32', all, [zs.length, size]) });
      const values = (await image!.getData()) as Float32Array;
      return values.subarray(values.length - values.length / zs.length);
    },
  };
};
