/**
 * ONNX Runtime Web on its native WebGPU execution provider, with graph capture where possible: input and output then stay in the
 * same GPU buffers, and a run replays recorded commands.
 */

import scriptUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import binaryUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import * as ort from 'onnxruntime-web/webgpu';
import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import { onnxOf } from '../models/onnx.ts';
import type { Contestant, ContestantModule } from './contestant.ts';

export const start: ContestantModule['start'] = async (_setup, bundle) => {
  const absolute = (url: string) => new URL(url, globalThis.location.href).href;
  ort.env.wasm.wasmPaths = { mjs: absolute(scriptUrl), wasm: absolute(binaryUrl) };
  ort.env.wasm.numThreads = 1;
  const model = onnxOf(bundle);
  const options = { executionProviders: ['webgpu'], preferredOutputLocation: 'gpu-buffer' } as const;
  try {
    const captured = await ort.InferenceSession.create(model, { ...options, enableGraphCapture: true });
    return await capturing(captured, model, bundle);
  } catch (error) {
    console.warn(`onnxruntime-web captures no graph here: ${error instanceof Error ? error.message : error}`);
    const session = await ort.InferenceSession.create(model, { executionProviders: ['webgpu'] });
    return { detail: 'WebGPU', run: (zs) => runPlain(session, bundle, zs) };
  }
};

/** A captured graph has one shape, so other batch sizes get a session without capture. */
async function capturing(
  session: ort.InferenceSession,
  model: Uint8Array,
  bundle: LoadedBundle,
): Promise<Contestant> {
  const { size } = bundle.manifest.latent;
  const device = (await ort.env.webgpu.device) as GPUDevice;
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const buffer = device.createBuffer({ size: 4 * size, usage });
  const input = ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: [1, size] });
  let plain: Promise<ort.InferenceSession> | undefined;
  const one = async (z: Float32Array): Promise<Float32Array> => {
    device.queue.writeBuffer(buffer, 0, z as Float32Array<ArrayBuffer>);
    const { image } = await session.run({ z: input });
    return (await image!.getData()) as Float32Array;
  };
  await one(new Float32Array(size).fill(1));
  return {
    detail: 'WebGPU, graph capture',
    async run(zs) {
      if (zs.length === 1) return one(zs[0]!);
      plain ??= ort.InferenceSession.create(model, { executionProviders: ['webgpu'] });
      return runPlain(await plain, bundle, zs);
    },
  };
}

async function runPlain(
  session: ort.InferenceSession,
  bundle: LoadedBundle,
  zs: readonly Float32Array[],
): Promise<Float32Array> {
  const { size } = bundle.manifest.latent;
  const all = new Float32Array(zs.length * size);
  for (const [i, z] of zs.entries()) all.set(z, i * size);
  const { image } = await session.run({ z: new ort.Tensor('float32', all, [zs.length, size]) });
  const values = (await image!.getData()) as Float32Array;
  return values.subarray(values.length - values.length / zs.length);
}
