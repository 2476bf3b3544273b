/** TF.js on WebGPU, on the same device as our own kernels. Pictures are drawn on the GPU, from the network's buffer. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { Generator } from '../backend.ts';
import { checkPoint, trialPoint } from '../point.ts';
import { isSoftware } from '../probe.ts';
import { type Device, guarded } from '../webgpu/device.ts';
import { makePainter } from '../webgpu/painter.ts';
import { checkNumbers, checkOutput } from './checks.ts';
import { activate as activateBackend, install, memory, uninstall } from './core.ts';
import { networkGradients } from './gradients/gradients.ts';
import { makeNetwork } from './makeNetwork.ts';

const activate = () => activateBackend('webgpu');

export interface TfjsOnDevice {
  load(bundle: LoadedBundle): Promise<Generator>;
  memory(): { tensors: number; bytes: number };
  /** Shuts down TF.js on the device; the device itself stays open. */
  dispose(): void;
}

/**
 * Makes TF.js's WebGPU backend run on this device instead of creating its own.
 * @param gone returns the reason once the device is lost.
 */
export async function startTfjs(opened: Device, gone: () => string | undefined): Promise<TfjsOnDevice> {
  const { device, info, traits } = opened;
  // Otherwise small tensors stay on the CPU, and the last one could not be drawn.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  await install('webgpu', () => new WebGPUBackend(device, info));
  return {
    load: (bundle) => guarded(device, () => makeGenerator(device, bundle, isSoftware(traits), gone)),
    memory,
    dispose: () => uninstall('webgpu'),
  };
}

async function makeGenerator(
  device: GPUDevice,
  bundle: LoadedBundle,
  software: boolean,
  gone: () => string | undefined,
): Promise<Generator> {
  const { image } = bundle.manifest;
  const painter = await makePainter(device, image, software);
  const network = await makeNetwork(bundle, { activate, foldUpsampling: false });

  const throwIfLost = () => {
    const reason = gone();
    if (reason) throw new ZscapeError('DEVICE_LOST', `The GPU went away (${reason}).`);
  };

  async function compute(z: Float32Array): Promise<tf.Tensor> {
    throwIfLost();
    checkPoint(z, bundle);
    activate();
    const output = await network.run(z);
    try {
      checkOutput(output, bundle);
    } catch (error) {
      output.dispose();
      throw error;
    }
    return output;
  }

  /** Queues one picture. Its pixels are ready once the queue reaches it. */
  async function picture(z: Float32Array, size?: number): Promise<ImageBitmap> {
    const output = await compute(z);
    const { tensorRef, buffer } = output.dataToGPU();
    try {
      if (!buffer) throw new Error('TF.js gave no GPU buffer');
      return painter.paint(buffer, size);
    } finally {
      // TF.js may reuse the buffer, but only for work that comes after ours in the queue.
      tensorRef.dispose();
      output.dispose();
    }
  }

  async function finish<T extends ImageBitmap[]>(images: T): Promise<T> {
    await device.queue.onSubmittedWorkDone().catch(() => {});
    if (gone() === undefined) return images;
    for (const bitmap of images) bitmap.close();
    throwIfLost();
    return images;
  }

  const raw: Generator['raw'] = async (z) => {
    const output = await compute(z);
    try {
      const data = (await output.data()) as Float32Array;
      throwIfLost();
      return { data, width: image.width, height: image.height, channels: image.channels };
    } finally {
      output.dispose();
    }
  };

  const generator: Generator = {
    async renderImage(z) {
      const [bitmap] = await finish([await picture(z)]);
      return bitmap!;
    },
    // One by one: TF.js chooses its convolution kernels by batch size, and their sums differ in the last bits.
    async renderBatch(zs, size) {
      const images: ImageBitmap[] = [];
      for (const z of zs) images.push(await picture(z, size));
      return finish(images);
    },
    raw,
    ...networkGradients(bundle, network, raw, activate),
    dispose() {
      painter.dispose();
      network.dispose();
    },
  };
  try {
    // Compiles every shader and uploads every weight, so that the first frame is as quick as the others.
    const trial = trialPoint(bundle.manifest);
    (await generator.renderImage(trial)).close();
    checkNumbers((await generator.raw(trial)).data, bundle);
  } catch (error) {
    generator.dispose();
    throw error;
  }
  return generator;
}
