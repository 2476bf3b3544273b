/**
 * ONNX Runtime Web on Dawn. In Node it finds its WebAssembly in its own package, and gets its device from `navigator.gpu` as usual.
 */
import type { ContestantModule } from '../contestants/contestant.ts';
import { onnxOf } from '../models/onnx.ts';

/** ONNX Runtime uploads from its threads' shared memory, which browsers allow but Dawn in Node does not. */
function allowSharedMemory(): void {
  const { prototype } = GPUQueue;
  const own = prototype.writeBuffer;
  prototype.writeBuffer = function (buffer, at, data, ...rest) {
    const shared = ArrayBuffer.isView(data) && data.buffer instanceof SharedArrayBuffer;
    own.call(
      this,
      buffer,
      at,
      shared ? (data as unknown as Uint8Array).slice() : (data as Uint8Array<ArrayBuffer>),
      ...rest,
    );
  };
}

export const start: ContestantModule['start'] = async (_setup, bundle) => {
  allowSharedMemory();
  const ort = await import('onnxruntime-web/webgpu');
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(onnxOf(bundle), { executionProviders: ['webgpu'] });
  const { size } = bundle.manifest.latent;
  return {
    detail: 'WebGPU',
    async run(zs) {
      const all = new Float32Array(zs.length * size);
      for (const [i, z] of zs.entries()) all.set(z, i * size);
      const { image } = await session.run({ z: new ort.Tensor('float32', all, [zs.length, size]) });
      const values = (await image!.getData()) as Float32Array;
      return values.subarray(values.length - values.length / zs.length);
    },
  };
};
