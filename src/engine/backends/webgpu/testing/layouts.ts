/** Bundles of a given layout whose weights are made on demand: zeros, or random numbers. Runs in browsers too. */
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { Weights } from '../../../../bundle/read/weights.ts';
import type { BundleManifest } from '../../../../bundle/schema/manifest.ts';
import { gaussians } from '../../../testing/gaussians.ts';

/** Channels of TF-Hub's progan-128, from 4 px up. */
export const progan128 = [512, 512, 512, 512, 256, 128];

export interface LayoutOptions {
  latent?: number;
  /** Seeds normally distributed weights of He's deviation; by default they are zero. */
  seed?: number;
  /** Final values of weights, by a part of their name. */
  values?: Record<string, number>;
  /** Resolutions of preview heads. */
  previews?: number[];
}

export function layoutBundle(channels: readonly number[], options: LayoutOptions = {}): LoadedBundle {
  const { latent = 512, seed, values = {}, previews = [] } = options;
  const shapes = new Map<string, number[]>();
  const weight = (name: string, shape: number[]): string => {
    shapes.set(name, shape);
    return name;
  };
  const convolution = (name: string, k: number, from: number, to: number) => ({
    kernel: weight(`${name}/kernel`, [k, k, from, to]),
    bias: weight(`${name}/bias`, [to]),
  });
  const blocks = channels.map((to, i) => ({
    resolution: 4 << i,
    channels: to,
    conv0: convolution(`b${i}/conv0`, i === 0 ? 4 : 3, channels[i - 1] ?? latent, to),
    conv1: convolution(`b${i}/conv1`, 3, to, to),
  }));
  const toRgb = {
    ...convolution('rgb', 1, channels.at(-1)!, 3),
    scale: 0.5,
    offset: 0,
    clip: [-1, 1] as [number, number],
  };
  const previewHeads = previews.map((resolution) => {
    const { channels: from } = blocks.find((block) => block.resolution === resolution)!;
    return { resolution, ...convolution(`preview_${resolution}`, 1, from, 3), error: 0 };
  });
  const floats = (name: string) => {
    const shape = shapes.get(name);
    if (!shape) throw new Error(`no weight ${name}`);
    const data = new Float32Array(shape.reduce((a, b) => a * b));
    if (seed !== undefined) {
      const next = gaussians(seed + [...shapes.keys()].indexOf(name));
      const [k = 1, , from = 1] = shape;
      const taps = k === 4 ? 1 : k * k; // the first layer sees the latent through one tap
      const deviation = shape.length === 1 ? 0.1 : Math.sqrt((k === 1 ? 1 : 2) / (taps * from));
      for (let i = 0; i < data.length; i++) data[i] = deviation * next();
    }
    const named = Object.entries(values).find(([part]) => name.includes(part));
    if (named) data[data.length - 1] = named[1];
    return { shape, data };
  };
  const side = 4 << (channels.length - 1);
  const manifest: BundleManifest = {
    schema: 1,
    id: 'layout',
    title: 'Layout',
    latent: { size: latent, prior: 'normal', normalised: true },
    image: { width: side, height: side, channels: 3, range: [-1, 1] },
    generator: {
      family: 'progan',
      input: 'z',
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
    parameters: [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0),
    files: [],
  };
  return {
    manifest,
    model: { modelTopology: {}, weightsManifest: [] },
    shards: [],
    weights: { floats } as unknown as Weights,
  };
}
