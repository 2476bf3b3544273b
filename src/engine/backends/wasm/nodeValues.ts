/** Values inside a ProGAN on the kernels, under the names of `model.json`: its picture, and the outputs of its blocks. */
import { ZscapeError } from '../../../base/errors.ts';
import { normalised } from '../latent.ts';
import type { Kernels } from './compile.ts';
import type { Machine } from './memory/machine.ts';
import type { Picture } from './plan/layer.ts';
import { type LayOutOptions, layOut } from './plan/network.ts';

export interface NodeValue {
  readonly shape: readonly number[];
  /** Row major [n, height, width, channels]. */
  readonly data: Float32Array;
}

export interface NodeValues {
  /**
   * Computes the values of nodes for several z.
   * @param z row major [n, size]. @param nodes the generator's output, and outputs of blocks but the last.
   * @throws BUNDLE_INVALID for another node.
   */
  runAll(z: Float32Array, size: number, nodes: readonly string[]): Promise<NodeValue[]>;
  dispose(): void;
}

export interface NodeValuesOptions
  extends Pick<LayOutOptions, 'manifest' | 'generator' | 'weights' | 'choose'> {
  kernels: Kernels;
  /** Threads that compute, including the calling one. */
  threads?: number;
  attach?: (machine: Machine) => void;
}

/** Prepares a ProGAN for reading its values. @throws BUNDLE_INVALID, OUT_OF_MEMORY */
export function nodeValues({ threads = 1, ...options }: NodeValuesOptions): NodeValues {
  const { manifest, generator } = options;
  // Previews are not needed here, and there may be none yet.
  const network = layOut({ ...options, threads, manifest: { ...manifest, previewHeads: [] } });
  const { machine, full } = network;
  const { channels: imageChannels } = manifest.image;

  function valueAt(node: string): { side: number; channels: number; read: (to: Float32Array) => void } {
    if (node === generator.output) {
      const { size, values } = full.head;
      const length = size * size * imageChannels;
      return { side: size, channels: imageChannels, read: (to) => to.set(machine.floats(values, length)) };
    }
    const i = generator.blocks.findIndex(({ output }) => output === node);
    const picture = network.blocks[i];
    if (!picture)
      throw new ZscapeError('BUNDLE_INVALID', `The kernels have no value of a node called ${node}.`);
    const { channels } = generator.blocks[i]!;
    return { side: picture.size, channels, read: (to) => readPixels(machine, picture, channels, to) };
  }

  return {
    async runAll(z, size, nodes) {
      const count = z.length / size;
      const values = nodes.map((node) => {
        const { side, channels, read } = valueAt(node);
        const each = side * side * channels;
        return { read, each, shape: [count, side, side, channels], data: new Float32Array(count * each) };
      });
      for (let i = 0; i < count; i++) {
        const one = z.subarray(i * size, (i + 1) * size);
        const { latentNorm } = generator;
        machine.floats(network.latent, size).set(latentNorm ? normalised(one, latentNorm.epsilon) : one);
        machine.run(full.address, full.steps.length);
        for (const { read, each, data } of values) read(data.subarray(i * each, (i + 1) * each));
      }
      return values.map(({ shape, data }) => ({ shape, data }));
    },
    dispose: () => machine.quit(),
  };
}

/** Copies the pixels inside the border, without the padding channels. @param to [size, size, channels] */
function readPixels(machine: Machine, picture: Picture, channels: number, to: Float32Array): void {
  const { address, size, pixelBytes, rowBytes } = picture;
  const row = machine.floats(address, (rowBytes / 4) * (size + 2));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const from = ((y + 1) * rowBytes + (x + 1) * pixelBytes) / 4;
      to.set(row.subarray(from, from + channels), (y * size + x) * channels);
    }
  }
}
