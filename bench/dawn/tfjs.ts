/** Stock TF.js on Dawn. Without a page to get a device from, it is given one. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { ContestantModule } from '../contestants/contestant.ts';
import { graphModelOf } from '../models/graph.ts';

export const start: ContestantModule['start'] = async (_setup, bundle) => {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('there is no GPU');
  const { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupStorageSize } = adapter.limits;
  const requiredLimits = { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupStorageSize };
  const device = await adapter.requestDevice({ requiredLimits });
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  await tf.setBackend('webgpu');
  const { generator, latent } = bundle.manifest;
  const model = await loadGraphModel(tf.io.fromMemory(graphModelOf(bundle)));
  return {
    detail: 'webgpu',
    async run(zs) {
      const flat = new Float32Array(zs.length * latent.size);
      for (const [i, z] of zs.entries()) flat.set(z, i * latent.size);
      const input = tf.tensor2d(flat, [zs.length, latent.size]);
      const output = model.execute({ [generator.input]: input }, generator.output) as tf.Tensor;
      const values = (await output.data()) as Float32Array;
      input.dispose();
      output.dispose();
      return values.subarray(values.length - values.length / zs.length);
    },
  };
};
