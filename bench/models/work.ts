/** The work of a picture: multiplications, each with its addition. */
import type { BundleManifest, ProganGenerator } from '../../src/bundle/schema/manifest.ts';
import { productsOf, quickest } from '../../src/engine/backends/wasm/plan/kinds.ts';
import { padded } from '../../src/engine/backends/wasm/plan/layer.ts';

interface Convolution {
  up: boolean;
  size: number;
  from: number;
  to: number;
}

function convolutions({ blocks }: ProganGenerator): Convolution[] {
  return blocks.flatMap(({ resolution: size, channels: to }, i) => {
    const before = blocks[i - 1];
    const plain = { up: false, size, from: to, to };
    return before ? [{ up: true, size, from: before.channels, to }, plain] : [plain];
  });
}

function dense({ latent, generator }: BundleManifest): number {
  const [first] = (generator as ProganGenerator).blocks;
  return first!.resolution ** 2 * latent.size * first!.channels;
}

/** By the layers' definition: the whole 3x3 kernel for each output pixel. */
export function directMacs(manifest: BundleManifest): number {
  const generator = manifest.generator as ProganGenerator;
  const last = generator.blocks.at(-1)!;
  const head = last.resolution ** 2 * last.channels * manifest.image.channels;
  const all = convolutions(generator).map(({ size, from, to }) => 9 * size * size * from * to);
  return all.reduce((sum, macs) => sum + macs, dense(manifest) + head);
}

/** The multiplications that remain in our WASM kernels, with the schemes that they choose. */
export function kernelMacs(manifest: BundleManifest, threads: number): number {
  const all = convolutions(manifest.generator as ProganGenerator).map(({ up, size, from, to }) => {
    const shape = { size, depth: padded(from), channels: padded(to) };
    return productsOf(quickest(up, shape, threads), shape);
  });
  return all.reduce((sum, macs) => sum + macs, dense(manifest));
}
