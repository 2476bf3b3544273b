/** A ProGAN bundle on the kernels. */
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { RawImage } from '../../contract.ts';
import type { Gap, Generator } from '../backend.ts';
import { checkLatent, normalised } from '../latent.ts';
import { fitted, toPixels } from '../pixels.ts';
import type { Machine } from './memory/machine.ts';
import type { Kernels } from './modules.ts';
import { layOut, type Program } from './plan/network.ts';
import { Parts } from './plan/parts.ts';

export interface WasmGenerator extends Generator {
  renderPixels: NonNullable<Generator['renderPixels']>;
  /** What it holds. */
  memory(): { tensors: number; bytes: number };
}

/**
 * @param threads that compute, the calling one among them. @param attach gives the others a machine to help.
 * @throws BUNDLE_INVALID, OUT_OF_MEMORY, ThreadLost; its methods throw ThreadLost too.
 */
export function proganGenerator(
  bundle: LoadedBundle,
  kernels: Kernels,
  threads: number,
  attach: (machine: Machine) => void,
): WasmGenerator {
  const { manifest, weights } = bundle;
  const { generator, image } = manifest;
  if (generator.family !== 'progan')
    throw new ZscapeError(
      'BUNDLE_INVALID',
      `${manifest.title} is no ProGAN, and these kernels compute no other.`,
    );
  const network = layOut({ kernels, threads, manifest, generator, weights, attach });
  const { machine, full, convolutions } = network;
  const { latentNorm } = generator;
  const parts = new Parts(machine);

  async function compute<T>(z: Float32Array, program: Program, take: () => T, gap?: Gap): Promise<T> {
    checkLatent(z, bundle);
    const latent = latentNorm ? normalised(z, latentNorm.epsilon) : z;
    return parts.run(program, () => machine.floats(network.latent, z.length).set(latent), take, gap);
  }

  function valuesOf(z: Float32Array, gap?: Gap): Promise<RawImage> {
    // Copies: the next frame writes here, and shared memory cannot be given away.
    const count = image.width * image.height * image.channels;
    const take = () => new Float32Array(machine.floats(full.head.values, count));
    const { width, height, channels } = image;
    return compute(z, full, () => ({ data: take(), width, height, channels }), gap);
  }

  function bitmap(
    pixels: Uint8ClampedArray<ArrayBuffer>,
    width: number,
    height: number,
    scaled: ImageBitmapOptions = {},
  ): Promise<ImageBitmap> {
    const how: ImageBitmapOptions = { colorSpaceConversion: 'none', resizeQuality: 'medium', ...scaled };
    return createImageBitmap(new ImageData(pixels, width, height), how);
  }

  async function picture(z: Float32Array, program: Program, gap?: Gap): Promise<ImageBitmap> {
    const { pixels, size } = program.head;
    const take = () => new Uint8ClampedArray(machine.bytes(pixels, 4 * size * size));
    const bytes = await compute(z, program, take, gap);
    // Smaller than the picture: scaled up here, so that who shows it sees pictures of one size only.
    const scaled = size < image.width ? { resizeWidth: image.width, resizeHeight: image.height } : {};
    return bitmap(bytes, size, size, scaled);
  }

  const previews = network.previews.map((program) => ({
    resolution: program.head.size,
    share: program.cost / full.cost,
    render: (z: Float32Array) => picture(z, program),
  }));

  return {
    renderImage: (z, gap) => picture(z, full, gap),
    async renderPixels(z, gap) {
      const { pixels, size } = full.head;
      const take = () => new Uint8ClampedArray(machine.bytes(pixels, 4 * size * size));
      return new ImageData(await compute(z, full, take, gap), size, size);
    },
    async renderBatch(zs, longest, gap) {
      const size = fitted(image, longest);
      const small = size.width < image.width;
      const images: ImageBitmap[] = [];
      try {
        for (const z of zs) {
          images.push(
            small
              ? await bitmap(toPixels(await valuesOf(z, gap), image.range, size), size.width, size.height)
              : await picture(z, full, gap),
          );
        }
        return images;
      } catch (error) {
        for (const done of images) done.close();
        throw error;
      }
    },
    raw: valuesOf,
    previews,
    memory: () => ({ tensors: 2 * (convolutions.length + 2), bytes: machine.memory.buffer.byteLength }),
    dispose: () => machine.quit(),
  };
}
