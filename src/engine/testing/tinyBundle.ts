/** A small random ProGAN bundle for tests: a real format with pictures of noise. */
import { createHash } from 'node:crypto';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { gaussians, latents } from './gaussians.ts';

export interface TinyOptions {
  latent?: number;
  /** Channels of each block, from 4x4 up. */
  channels?: number[];
  /** Cuts the weights into shards of this many bytes, so that some weights span two shards. */
  shardBytes?: number;
  range?: [number, number];
}

/** Makes the bundle's files by name, including `zscape.json`, and its manifest. Deterministic. */
export function tinyBundle(options: TinyOptions = {}): {
  manifest: BundleManifest;
  files: Map<string, Uint8Array<ArrayBuffer>>;
} {
  const { latent = 16, channels = [8, 6, 4], shardBytes = 1 << 22, range = [-1, 1] } = options;
  const next = gaussians(7);
  const specs: { name: string; shape: number[]; dtype: 'float32' }[] = [];
  const values: number[] = [];
  const weight = (name: string, shape: number[], deviation: number): string => {
    specs.push({ name, shape, dtype: 'float32' });
    const size = shape.reduce((product, n) => product * n, 1);
    for (let i = 0; i < size; i++) values.push(next() * deviation);
    return name;
  };
  const convolution = (name: string, k: number, from: number, to: number) => ({
    kernel: weight(`${name}/kernel`, [k, k, from, to], Math.sqrt(2 / (from * (k === 4 ? 1 : k * k)))),
    bias: weight(`${name}/bias`, [to], 0.1),
  });
  const blocks = channels.map((count, i) => ({
    resolution: 4 << i,
    channels: count,
    conv0: convolution(`b${i}/conv0`, i === 0 ? 4 : 3, i === 0 ? latent : channels[i - 1]!, count),
    conv1: convolution(`b${i}/conv1`, 3, count, count),
  }));
  const side = 4 << (channels.length - 1);
  const toRgb = {
    kernel: weight('rgb/kernel', [1, 1, channels.at(-1)!, 3], 0.6 / Math.sqrt(channels.at(-1)!)),
    bias: weight('rgb/bias', [3], 0.1),
    scale: 0.9,
    offset: 0.05,
    clip: range,
  };

  const whole = new Uint8Array(Float32Array.from(values).buffer);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const paths: string[] = [];
  for (let at = 0; at < whole.length; at += shardBytes) {
    paths.push(`weights-${paths.length}.bin`);
    files.set(paths.at(-1)!, whole.slice(at, at + shardBytes));
  }
  const model = { format: 'graph-model', modelTopology: {}, weightsManifest: [{ paths, weights: specs }] };
  files.set('model.json', new TextEncoder().encode(JSON.stringify(model)));
  const manifest: BundleManifest = {
    schema: 1,
    id: 'tiny',
    title: 'Tiny',
    latent: { size: latent, prior: 'normal', normalised: true },
    image: { width: side, height: side, channels: 3, range },
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
    previewHeads: [],
    quantization: 'none',
    parameters: values.length,
    files: ['model.json', ...paths].map((path) => {
      const bytes = files.get(path)!;
      return { path, bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
    }),
  };
  files.set('zscape.json', new TextEncoder().encode(JSON.stringify(manifest)));
  return { manifest, files };
}

export { gaussians, latents };
