/** The published progan-128 as a graph, with random weights: TF-Hub's structure in both variants that people host. */
import { describe, expect, it } from 'vitest';
import { Weights } from '../bundle/read/weights.ts';
import { memoryFiles } from './archive/files.ts';
import { convert } from './convert.ts';
import { RunningModel } from './run/tfjs.ts';
import { maxDifference } from './testing/npy.ts';
import { type PublishedFile, publishedFiles, smallLayout } from './testing/published/files.ts';

const { latent, channels } = smallLayout;
const z = Float32Array.from({ length: 2 * latent }, (_, i) => Math.sin(1 + 3 * i));
const asFolder = (files: readonly PublishedFile[]) =>
  memoryFiles(new Map(files.map(({ path, bytes }) => [path, bytes])));

function weightsOf(files: readonly PublishedFile[]) {
  const json = JSON.parse(new TextDecoder().decode(files.find(({ path }) => path === 'model.json')!.bytes));
  const shards = new Map(
    files.filter(({ path }) => path.endsWith('.bin')).map(({ path, bytes }) => [path, bytes]),
  );
  return { json, weights: new Weights(json, shards, 'the model') };
}

async function picturesOf(files: readonly PublishedFile[]): Promise<Float32Array> {
  const running = await RunningModel.load({ files });
  const { data } = await running.run(z, latent);
  running.dispose();
  return data;
}

describe.each(['float32', 'uint8'] as const)('the published graph in %s', (variant) => {
  const files = publishedFiles(smallLayout, variant, { shardBytes: 10_000 });

  it('is a ProGAN with pictures in [0, 1], and gives the same pictures as stock TF.js', async () => {
    const { manifest, files: bundle } = await convert(asFolder(files), {
      id: 'p',
      quantization: 'as-it-came',
    });
    expect(manifest.generator.family).toBe('progan');
    expect(manifest.latent).toMatchObject({ size: latent, normalised: true });
    expect(manifest.image).toMatchObject({ width: 16, height: 16, channels: 3, range: [0, 1] });
    expect(manifest.quantization).toBe(variant === 'float32' ? 'none' : 'uint8');
    expect(manifest.generator.family === 'progan' && manifest.generator.blocks).toHaveLength(channels.length);
    const wanted = await picturesOf(files);
    expect(Math.max(...wanted) - Math.min(...wanted)).toBeGreaterThan(0.3);
    expect(maxDifference(await picturesOf(bundle), wanted)).toBeLessThan(2e-5);
  });

  it('keeps every weight unchanged, and does not grow', async () => {
    const { manifest, files: bundle } = await convert(asFolder(files), {
      id: 'p',
      quantization: 'as-it-came',
    });
    const sizeOf = (all: readonly PublishedFile[]) =>
      all.filter(({ path }) => path.endsWith('.bin')).reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(sizeOf(bundle)).toBeLessThanOrEqual(sizeOf(files));
    const [before, after] = [weightsOf(files), weightsOf(bundle)];
    const { generator } = manifest;
    if (generator.family !== 'progan') throw new Error('it is no ProGAN');
    const layers = [...generator.blocks.flatMap(({ conv0, conv1 }) => [conv0, conv1]), generator.toRgb];
    for (const { kernel, bias } of layers)
      for (const name of [kernel, bias]) {
        const specOf = ({ json }: typeof before) =>
          json.weightsManifest[0].weights.find((one: { name: string }) => one.name === name);
        expect(specOf(after)).toEqual(specOf(before));
        expect(after.weights.floats(name).data).toEqual(before.weights.floats(name).data);
      }
  });
});

it('8-bit weights stay the same when float16 is requested', async () => {
  const files = publishedFiles(smallLayout, 'uint8');
  const { manifest, files: bundle } = await convert(asFolder(files), { id: 'p', quantization: 'float16' });
  expect(manifest.quantization).toBe('uint8');
  expect(maxDifference(await picturesOf(bundle), await picturesOf(files))).toBeLessThan(2e-5);
});
