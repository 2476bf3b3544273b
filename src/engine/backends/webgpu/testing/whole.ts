/** A whole network on a device against the slow reference, without a backend around it. */
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { ProganGenerator } from '../../../../bundle/schema/manifest.ts';
import { normalised } from '../../latent.ts';
import { planProgan } from '../../progan/plan.ts';
import { referenceProgan } from '../../progan/testing/reference.ts';
import { planKernels } from '../kernelPlan.ts';
import type { LayerShape, Storage, Variant } from '../kernels/kernel.ts';
import { Network } from '../network.ts';

export interface WholeCase {
  name: string;
  bundle: LoadedBundle;
  storage: Storage;
  choose: (shape: LayerShape) => Variant;
  /** Computed together. */
  zs: Float32Array[];
  /** On values in [-1, 1]. */
  tolerance: number;
}

/** Checks a network. @returns the largest difference of values, scaled to [-1, 1]. */
export async function checkWhole(device: GPUDevice, test: WholeCase): Promise<number> {
  const { bundle, storage, zs } = test;
  const { image } = bundle.manifest;
  const generator = bundle.manifest.generator as ProganGenerator;
  const network = await Network.make({
    device,
    plan: planKernels(planProgan({ ...bundle.manifest, generator }), storage, test.choose),
    weights: bundle.weights,
  });
  const count = image.width * image.height * image.channels;
  const read = device.createBuffer({
    size: 4 * count * zs.length,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  network.reserve(zs.length);
  const { latentNorm } = generator;
  network.setLatents(zs.map((z) => (latentNorm ? normalised(z, latentNorm.epsilon) : new Float32Array(z))));
  const encoder = device.createCommandEncoder();
  network.encode(encoder, zs.length);
  zs.forEach((_, i) => {
    const { buffer, offset } = network.values(i);
    encoder.copyBufferToBuffer(buffer, offset, read, 4 * count * i, 4 * count);
  });
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ);
  const found = new Float32Array(read.getMappedRange());
  let largest = 0;
  zs.forEach((z, i) => {
    referenceProgan(bundle, z).forEach((value, k) => {
      const difference = Math.abs(value - found[i * count + k]!);
      if (!(difference <= largest)) largest = difference;
    });
  });
  read.destroy();
  network.dispose();
  return (2 * largest) / (image.range[1] - image.range[0]);
}
