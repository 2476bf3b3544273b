/** A picture of one channel. */
import { expect, test } from 'vitest';
import type { ProganGenerator } from '../../../../bundle/schema/manifest.ts';
import { latents } from '../../../testing/tinyBundle.ts';
import { compileKernels, type Kernels } from '../modules.ts';
import { loadedBundle, weightsWith } from '../testing/bundle.ts';
import { layOut } from './network.ts';

test.each([[[16, 8]], [[16]], [[8, 8, 8, 8]]])(
  'of a generator of channels %j equals the red of a picture of three, and its bytes are grey',
  async (channels) => {
    const kernels = (await compileKernels(false)) as Kernels;
    const bundle = loadedBundle({ latent: 16, channels });
    const generator = bundle.manifest.generator as ProganGenerator;
    const { kernel, bias } = generator.toRgb;
    const red = (name: string) => bundle.weights.floats(name).data.filter((_, i) => i % 3 === 0);
    const weights = weightsWith(
      bundle.weights,
      new Map([
        [kernel, { shape: [1, 1, channels.at(-1)!, 1], data: red(kernel) }],
        [bias, { shape: [1], data: red(bias) }],
      ]),
    );
    const { image } = bundle.manifest;
    const [z] = latents(16, 1);
    const run = (count: 1 | 3) => {
      const manifest = { ...bundle.manifest, image: { ...image, channels: count } };
      const chosen = count === 1 ? weights : bundle.weights;
      const { machine, latent, full } = layOut({ kernels, threads: 1, manifest, generator, weights: chosen });
      machine.floats(latent, z!.length).set(z!);
      machine.run(full.address, full.steps.length);
      const pixels = full.head.size ** 2;
      return {
        values: machine.floats(full.head.values, count * pixels).slice(),
        bytes: machine.bytes(full.head.pixels, 4 * pixels).slice(),
      };
    };
    const [grey, coloured] = [run(1), run(3)];
    expect(grey.values).toEqual(coloured.values.filter((_, i) => i % 3 === 0));
    expect(grey.bytes).toEqual(
      coloured.bytes.map((byte, i) => (i % 4 === 3 ? byte : coloured.bytes[i - (i % 4)]!)),
    );
  },
);
