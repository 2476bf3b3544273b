/** Bundles of a given layout whose weights are zeros made when they are asked for: for what does not depend on values. */
import type { LoadedBundle } from '../../../../bundle/reader.ts';
import type { Weights } from '../../../../bundle/weights.ts';
import { tinyBundle } from '../../../testing/tiny-bundle.ts';

/** Channels of TF-Hub's progan-128, from 4 px up. */
export const progan128 = [512, 512, 512, 512, 256, 128];

export interface LayoutOptions {
  latent?: number;
  /** Weights that are not zeros, by a part of their name. */
  values?: Record<string, number>;
  /** Resolutions of preview heads. */
  previews?: number[];
}

export function layoutBundle(channels: readonly number[], options: LayoutOptions = {}): LoadedBundle {
  const { latent = 512, values = {}, previews = [] } = options;
  const { manifest } = tinyBundle({ latent: 1, channels: channels.map(() => 1) });
  const { generator } = manifest;
  if (generator.family !== 'progan') throw new Error('not a progan');
  const shapes = new Map<string, number[]>();
  const blocks = generator.blocks.map((block, i) => {
    const [from, to] = [channels[i - 1] ?? latent, channels[i]!];
    shapes.set(block.conv0.kernel, i === 0 ? [4, 4, from, to] : [3, 3, from, to]);
    shapes.set(block.conv0.bias, [to]);
    shapes.set(block.conv1.kernel, [3, 3, to, to]);
    shapes.set(block.conv1.bias, [to]);
    return { ...block, channels: to };
  });
  shapes.set(generator.toRgb.kernel, [1, 1, channels.at(-1)!, 3]);
  shapes.set(generator.toRgb.bias, [3]);
  const previewHeads = previews.map((resolution) => {
    const [kernel, bias] = [`preview_${resolution}/kernel`, `preview_${resolution}/bias`];
    const block = blocks.find((one) => one.resolution === resolution)!;
    shapes.set(kernel, [1, 1, block.channels, 3]);
    shapes.set(bias, [3]);
    return { resolution, kernel, bias, error: 0 };
  });
  const floats = (name: string) => {
    const shape = shapes.get(name);
    if (!shape) throw new Error(`no weight ${name}`);
    const data = new Float32Array(shape.reduce((a, b) => a * b));
    const named = Object.entries(values).find(([part]) => name.includes(part));
    if (named) data[data.length - 1] = named[1];
    return { shape, data };
  };
  const parameters = [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0);
  return {
    manifest: {
      ...manifest,
      latent: { ...manifest.latent, size: latent },
      generator: { ...generator, blocks },
      previewHeads,
      parameters,
    },
    model: { modelTopology: {}, weightsManifest: [] },
    shards: [],
    weights: { floats } as unknown as Weights,
  };
}
