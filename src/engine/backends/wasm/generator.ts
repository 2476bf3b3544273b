/** A ProGAN bundle on the kernels. */
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { Gap, Generator, Gradients, Inside } from '../backend.ts';
import { checkLatent, normalised } from '../latent.ts';
import { wasmGradients } from './gradients.ts';
import { earlyStages } from './inside/growthNetwork.ts';
import { wasmInside } from './inside/inside.ts';
import type { Machine } from './memory/machine.ts';
import type { Kernels } from './modules.ts';
import { bitmapOf, drawnPictures } from './pictures.ts';
import { layOut } from './plan/network.ts';
import { Parts } from './plan/parts.ts';
import type { Program } from './plan/program.ts';

export interface WasmGenerator extends Generator {
  renderPixels: NonNullable<Generator['renderPixels']>;
  gradients: Gradients;
  inside: Inside;
  /** Counts what it holds. */
  memory(): { tensors: number; bytes: number };
}

/**
 * Makes a generator of a ProGAN bundle.
 * @param threads that compute, including the calling one. @param attach lets the others help with a machine.
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
      `${manifest.title} is not a ProGAN, and these kernels can compute nothing else.`,
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

  function bytes(z: Float32Array, program: Program, gap?: Gap): Promise<Uint8ClampedArray<ArrayBuffer>> {
    const { pixels, size } = program.head;
    return compute(z, program, () => new Uint8ClampedArray(machine.bytes(pixels, 4 * size * size)), gap);
  }

  const own = drawnPictures({
    image,
    bytes: (z, gap) => bytes(z, full, gap),
    values(z, gap) {
      // Copies: the next frame writes here, and shared memory cannot be transferred.
      const count = image.width * image.height * image.channels;
      const take = () => new Float32Array(machine.floats(full.head.values, count));
      const { width, height, channels } = image;
      return compute(z, full, () => ({ data: take(), width, height, channels }), gap);
    },
  });

  const previews = network.previews.map((program) => ({
    resolution: program.head.size,
    share: program.cost / full.cost,
    // Scaled up here, so that the caller sees pictures of one size only.
    render: async (z: Float32Array) =>
      bitmapOf(await bytes(z, program), program.head.size, program.head.size, image),
  }));

  // On this thread alone: threads help with one machine at a time, and the growth network is small.
  const stages = earlyStages(bundle, (early) => proganGenerator(early, kernels, 1, () => {}));

  return {
    ...own,
    previews,
    gradients: wasmGradients(bundle, network),
    inside: wasmInside(bundle, network, previews, stages),
    memory() {
      const { tensors, bytes } = stages.memory();
      return {
        tensors: tensors + 2 * (convolutions.length + 2),
        bytes: bytes + machine.memory.buffer.byteLength,
      };
    },
    dispose() {
      stages.dispose();
      machine.quit();
    },
  };
}
