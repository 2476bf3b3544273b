/** A ProGAN bundle on our own kernels. A frame is one submit, from the latent to the canvas. */
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { RawImage } from '../../contract.ts';
import type { Generator } from '../backend.ts';
import { checkLatent, normalised } from '../latent.ts';
import { type ProganPlan, planProgan } from '../progan/plan.ts';
import { allEnded } from './device.ts';
import { gpuGradients } from './gradients/gradients.ts';
import { planKernels, productsTo } from './kernelPlan.ts';
import type { LayerShape, Storage, Variant } from './kernels/kernel.ts';
import { Network } from './network.ts';
import { makePainter } from './painter.ts';
import { UnfitForHalf } from './weights.ts';

/** The number of latents on which two networks are compared. */
const COMPARED = 3;
/** The most images computed in one pass. */
const BATCH = 8;

/** The parts of its backend that a generator needs. */
export interface Host {
  device: GPUDevice;
  software: boolean;
  /**
   * Throws if the device has failed.
   * @throws DEVICE_LOST once the device is lost; an Error, which breaks the backend, if it refused something since the
   * last check.
   */
  check(): void;
  choose(shape: LayerShape, storage: Storage): Variant;
}

export interface GpuGenerator extends Generator {
  memory(): { tensors: number; bytes: number };
  /** Lists its convolutions in order, and how each is computed. */
  layers(): { shape: LayerShape; storage: Storage; variant: Variant }[];
  /**
   * Rebuilds the network with other kernels. It replaces the current one between two frames, if its pictures are the same
   * within `tolerance` on [-1, 1].
   * @returns false if they are not, or if the generator was disposed of in the meantime; the current one stays then.
   */
  adopt(choose: Host['choose'], tolerance: number): Promise<boolean>;
}

/**
 * Makes a generator of a ProGAN bundle.
 * @throws BUNDLE_INVALID, BACKEND_UNAVAILABLE, ENGINE_FAILED, OUT_OF_MEMORY, DEVICE_LOST
 */
export async function proganGenerator(bundle: LoadedBundle, host: Host): Promise<GpuGenerator> {
  const { device } = host;
  const { manifest } = bundle;
  const { image } = manifest;
  const { generator } = manifest;
  if (generator.family !== 'progan')
    throw new ZscapeError(
      'BUNDLE_INVALID',
      `${manifest.title} is not a ProGAN, and these kernels can compute nothing else.`,
    );
  const progan = planProgan({ ...manifest, generator });
  const making = networkFor(bundle, progan, host, host.choose);
  const painting = makePainter(device, image, host.software);
  const [painter, made] = await allEnded([painting, making]).catch((error: unknown) => {
    void making.then((network) => network.dispose()).catch(() => {});
    void painting.then((one) => one.dispose()).catch(() => {});
    throw error;
  });
  let network = made;
  /** The network that replaces the current one at the next frame. */
  let next: Network | undefined;
  let disposed = false;
  let readback: GPUBuffer | undefined;

  const latentOf = (z: Float32Array): Float32Array<ArrayBuffer> => {
    checkLatent(z, bundle);
    return progan.latentEpsilon === undefined ? new Float32Array(z) : normalised(z, progan.latentEpsilon);
  };
  const current = () => {
    if (!next || gradients.busy) return network;
    network.dispose();
    network = next;
    next = undefined;
    return network;
  };
  const gradients = gpuGradients(bundle, progan, host, current);
  const begin = () => {
    host.check();
    current();
  };
  const done = async () => {
    await device.queue.onSubmittedWorkDone().catch(() => {});
    host.check();
  };

  async function picture(z: Float32Array, program: number): Promise<ImageBitmap> {
    begin();
    network.setLatents([latentOf(z)]);
    const encoder = device.createCommandEncoder();
    network.encode(encoder, 1, program);
    painter.draw(encoder, network.values(0, program));
    device.queue.submit([encoder.finish()]);
    const bitmap = await painter.take();
    try {
      await done();
      return bitmap;
    } catch (error) {
      bitmap.close();
      throw error;
    }
  }

  const valueBytes = 4 * image.width * image.height * image.channels;
  const readbackBuffer = () =>
    device.createBuffer({ size: valueBytes, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });

  async function valuesOf(z: Float32Array, from: Network, to: GPUBuffer): Promise<Float32Array<ArrayBuffer>> {
    from.setLatents([latentOf(z)]);
    const encoder = device.createCommandEncoder();
    from.encode(encoder, 1);
    const { buffer, offset } = from.values();
    encoder.copyBufferToBuffer(buffer, offset, to, 0, valueBytes);
    device.queue.submit([encoder.finish()]);
    try {
      await to.mapAsync(GPUMapMode.READ);
    } catch (cause) {
      host.check();
      throw new ZscapeError('ENGINE_FAILED', 'The GPU did not return the values of the picture.', { cause });
    }
    const data = new Float32Array(to.getMappedRange().slice(0));
    to.unmap();
    host.check();
    return data;
  }

  /** Returns whether the two networks give the same pictures within the tolerance on [-1, 1]. */
  async function agrees(other: Network, tolerance: number): Promise<boolean> {
    const span = (image.range[1] - image.range[0]) / 2;
    const own = readbackBuffer(); // `raw` may be using its own
    try {
      for (let i = 1; i <= COMPARED; i++) {
        const size = manifest.latent.size;
        const z = Float32Array.from({ length: size }, (_, k) => 1.5 * Math.sin(1 + 2.3 * i * (k + 1) ** 1.5));
        if (disposed) return false;
        const expected = await valuesOf(z, network, own);
        if (disposed) return false;
        const found = await valuesOf(z, other, own);
        if (!found.every((value, k) => Math.abs(value - expected[k]!) <= tolerance * span)) return false;
      }
      return !disposed;
    } finally {
      own.destroy();
    }
  }

  const result: GpuGenerator = {
    renderImage: (z) => picture(z, 0),
    async renderBatch(zs, size) {
      const images: ImageBitmap[] = [];
      try {
        for (let start = 0; start < zs.length; ) {
          begin();
          const count = network.reserve(Math.min(BATCH, zs.length - start));
          network.setLatents(zs.slice(start, start + count).map(latentOf));
          for (let i = 0; i < count; i++) {
            // The pictures are taken from the canvas one after the other; all are computed with the first.
            const encoder = device.createCommandEncoder();
            if (i === 0) network.encode(encoder, count);
            painter.draw(encoder, network.values(i), size);
            device.queue.submit([encoder.finish()]);
            images.push(await painter.take());
          }
          start += count;
        }
        await done();
        return images;
      } catch (error) {
        for (const bitmap of images) bitmap.close();
        throw error;
      }
    },
    async raw(z): Promise<RawImage> {
      begin();
      const { width, height, channels } = image;
      readback ??= readbackBuffer();
      return { data: await valuesOf(z, network, readback), width, height, channels };
    },
    previews: made.plan.previews.map(({ head, after, kernel }, i) => ({
      resolution: head.resolution,
      share: (productsTo(made.plan.layers, after) + kernel.products) / made.plan.products,
      render: (z) => picture(z, i + 1),
    })),
    gradients,
    memory() {
      const [own, theirs] = [network.memory(), gradients.memory()];
      return { tensors: own.tensors + theirs.tensors, bytes: own.bytes + theirs.bytes };
    },
    layers: () => {
      const { layers, storage } = (next ?? network).plan;
      return layers.flatMap(({ shape, variant }) => (shape && variant ? [{ shape, storage, variant }] : []));
    },
    async adopt(choose, tolerance) {
      const other = await networkFor(bundle, progan, host, choose);
      let same = false;
      try {
        same = await agrees(other, tolerance);
      } finally {
        if (!same) other.dispose();
      }
      if (!same) return false;
      next?.dispose();
      next = other;
      return true;
    },
    dispose() {
      disposed = true;
      painter.dispose();
      gradients.dispose();
      readback?.destroy();
      network.dispose();
      next?.dispose();
    },
  };
  try {
    // Drivers postpone some of their work until the first use, so do it before the first frame.
    (await result.renderImage(new Float32Array(manifest.latent.size).fill(1))).close();
  } catch (error) {
    result.dispose();
    throw error;
  }
  return result;
}

/**
 * Models with fewer parameters than this, or with a layer of fewer channels, are stored in float32. They fit a GPU's
 * caches either way, and PixelNorm over few channels magnifies the rounding of float16 (0.04 on [-1, 1] if a block has
 * 16, 0.003 if it has 32).
 */
const FEW = { parameters: 1_000_000, channels: 32 };

/** Makes the network in float16, or in float32 if float16 gains nothing or cannot represent the weights. */
async function networkFor(
  { manifest, weights }: LoadedBundle,
  progan: ProganPlan,
  { device }: Host,
  choose: Host['choose'],
): Promise<Network> {
  const make = (storage: Storage) =>
    Network.make({
      device,
      weights,
      plan: planKernels(progan, storage, (shape) => choose(shape, storage)),
    });
  const narrowest = Math.min(...progan.convolutions.map(({ to }) => to));
  if (manifest.parameters < FEW.parameters || narrowest < FEW.channels) return make('f32');
  try {
    return await make('f16');
  } catch (error) {
    if (error instanceof UnfitForHalf) return make('f32');
    throw error;
  }
}
