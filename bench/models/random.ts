/** A ProGAN with random weights, as a bundle that exists only in memory. */
import { assemble, type LoadedBundle } from '../../src/bundle/read/reader.ts';
import type { BundleManifest } from '../../src/bundle/schema/manifest.ts';

export interface RandomProgan {
  id: string;
  latent: number;
  /** Of each block, from 4x4 pixels up. */
  channels: number[];
  /** Resolutions of preview heads. */
  heads?: number[];
  seed: number;
}

/** The layout of TF-Hub's progan-128 (23 million parameters), with previews from an eighth of its size up. */
export const randomProgan128 = (): LoadedBundle =>
  randomProgan({
    id: 'progan-128',
    latent: 512,
    channels: [512, 512, 512, 512, 256, 128],
    heads: [16, 32, 64],
    seed: 1,
  });

function randomProgan({ id, latent, channels, heads = [], seed }: RandomProgan): LoadedBundle {
  const specs: { name: string; shape: number[]; dtype: 'float32' }[] = [];
  const weight = (name: string, shape: number[]): string => {
    specs.push({ name, shape, dtype: 'float32' });
    return name;
  };
  const convolution = (name: string, k: number, from: number, to: number) => ({
    kernel: weight(`${name}/kernel`, [k, k, from, to]),
    bias: weight(`${name}/bias`, [to]),
  });
  const blocks = channels.map((count, i) => ({
    resolution: 4 << i,
    channels: count,
    conv0: convolution(`b${i}/conv0`, i === 0 ? 4 : 3, channels[i - 1] ?? latent, count),
    conv1: convolution(`b${i}/conv1`, 3, count, count),
  }));
  const last = channels.at(-1)!;
  const toRgb = {
    kernel: weight('rgb/kernel', [1, 1, last, 3]),
    bias: weight('rgb/bias', [3]),
    scale: 1,
    offset: 0,
    clip: [-1, 1] as [number, number],
  };
  const previewHeads = heads.map((resolution) => ({
    resolution,
    kernel: weight(`preview_${resolution}/kernel`, [1, 1, channels[Math.log2(resolution) - 2]!, 3]),
    bias: weight(`preview_${resolution}/bias`, [3]),
    error: 1,
  }));
  const sizes = specs.map(({ shape }) => shape.reduce((product, n) => product * n, 1));
  const values = new Float32Array(sizes.reduce((sum, size) => sum + size, 0));
  const next = uniform(seed);
  let start = 0;
  specs.forEach(({ shape }, i) => {
    // A uniform distribution with He's deviation reaches to sqrt(3) * sqrt(2 / fan in).
    const [h = 1, w = 1, from = 1] = shape;
    const fan = shape.length === 4 ? (h === 4 ? 1 : h * w) * from : 100;
    const width = Math.sqrt(6 / fan);
    for (const end = start + sizes[i]!; start < end; start++) values[start] = (2 * next() - 1) * width;
  });
  const side = 4 << (channels.length - 1);
  const manifest: BundleManifest = {
    schema: 1,
    id,
    title: id,
    latent: { size: latent, prior: 'normal', normalised: true },
    image: { width: side, height: side, channels: 3, range: [-1, 1] },
    generator: {
      family: 'progan',
      input: 'latent_vector',
      output: 'image',
      latentNorm: { epsilon: 1e-8 },
      pixelNorm: { epsilon: 1e-8 },
      leakySlope: 0.2,
      blocks,
      toRgb,
    },
    outputs: [],
    previewHeads,
    quantization: 'none',
    parameters: values.length,
    files: [],
  };
  const model = {
    format: 'graph-model',
    modelTopology: {},
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
  };
  const files = new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(model))],
    ['weights.bin', new Uint8Array(values.buffer)],
  ]);
  return assemble(manifest, files, id);
}

/** Uniform numbers in [0, 1) by Marsaglia's xorshift of 32 bits (2003). */
function uniform(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** z of roughly normal numbers: for speed it matters only that they are not zero. */
export function randomLatent(size: number, seed: number): Float32Array {
  const next = uniform(Math.imul(seed + 1, 2654435761));
  return Float32Array.from({ length: size }, () => 2 * (next() + next() + next()) - 3);
}
