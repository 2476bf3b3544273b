/** A ProGAN bundle on the kernels. */
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/reader.ts';
import type { RawImage } from '../../contract.ts';
import { fitted, toPixels } from '../../pixels.ts';
import type { Generator } from '../backend.ts';
import { checkLatent, normalised } from '../latent.ts';
import type { Machine } from './machine.ts';
import type { Kernels } from './modules.ts';
import { layOut, type Program } from './network.ts';

export interface WasmGenerator extends Generator {
  /** What it holds. */
  memory(): { tensors: number; bytes: number };
}

/**
 * @param threads that compute, the calling one among them. @param attach gives the others a machine to help.
 * @throws BUNDLE_INVALID, OUT_OF_MEMORY
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

  function compute(z: Float32Array, program: Program): void {
    checkLatent(z, bundle);
    const { latentNorm } = generator as { latentNorm: { epsilon: number } | null };
    machine.floats(network.latent, z.length).set(latentNorm ? normalised(z, latentNorm.epsilon) : z);
    machine.run(program.address, program.steps.length);
  }

  function valuesOf(z: Float32Array): RawImage {
    compute(z, full);
    // A copy: the next frame writes here, and shared memory cannot be given away.
    const count = image.width * image.height * image.channels;
    return {
      data: new Float32Array(machine.floats(full.head.values, count)),
      width: image.width,
      height: image.height,
      channels: image.channels,
    };
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

  async function picture(z: Float32Array, program: Program): Promise<ImageBitmap> {
    compute(z, program);
    const { pixels, size } = program.head;
    // Smaller than the picture: scaled up here, so that who shows it sees pictures of one size only.
    const scaled = size < image.width ? { resizeWidth: image.width, resizeHeight: image.height } : {};
    return bitmap(new Uint8ClampedArray(machine.bytes(pixels, 4 * size * size)), size, size, scaled);
  }

  const previews = network.previews.map((program) => ({
    resolution: program.head.size,
    share: program.cost / full.cost,
    render: (z: Float32Array) => picture(z, program),
  }));

  return {
    renderImage: (z) => picture(z, full),
    async renderBatch(zs, longest) {
      const size = fitted(image, longest);
      const images: ImageBitmap[] = [];
      for (const z of zs) {
        images.push(
          size.width === image.width
            ? await picture(z, full)
            : await bitmap(toPixels(valuesOf(z), image.range, size), size.width, size.height),
        );
      }
      return images;
    },
    raw: async (z) => valuesOf(z),
    previews,
    memory: () => ({ tensors: 2 * (convolutions.length + 2), bytes: machine.memory.buffer.byteLength }),
    dispose: () => machine.quit(),
  };
}
