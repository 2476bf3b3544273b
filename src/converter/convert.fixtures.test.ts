import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { parseBundle } from '../bundle/schema/manifest.ts';
import { openPath } from './archive/open.node.ts';
import { convert } from './convert.ts';
import type { BundleFile } from './emit/bundle.ts';
import { RunningModel } from './run/tfjs.ts';
import { maxDifference, readNpy } from './testing/npy.ts';
import { describedImages, weightsOf } from './testing/progan/described.ts';

vi.setConfig({ testTimeout: 30_000 });

const root = new URL('../../', import.meta.url);
const fixture = (name: string, file: string) => new URL(`fixtures/${name}/${file}`, root);

async function converted(name: string, quantization: 'none' | 'float16' | 'uint8') {
  const files = await openPath(fileURLToPath(fixture(name, 'module.tar.gz')));
  try {
    return await convert(files, { id: name.replaceAll('_', '-'), quantization });
  } finally {
    await files.close();
  }
}

async function errorOf(name: string, bundle: { files: readonly BundleFile[] }): Promise<number> {
  const z = readNpy(fixture(name, 'z.npy'));
  const model = await RunningModel.load(bundle);
  const images = await model.run(z.data, z.shape[1]!);
  model.dispose();
  return maxDifference(images.data, readNpy(fixture(name, 'images.npy')).data);
}

describe.each(['hub_a', 'hub_b'])('%s, written by TensorFlow', (name) => {
  test("gives TensorFlow's pictures through stock TF.js within 1e-4", async () => {
    expect(await errorOf(name, await converted(name, 'none'))).toBeLessThan(1e-4);
  });

  test('gives them within 4e-3 with float16 weights', async () => {
    expect(await errorOf(name, await converted(name, 'float16'))).toBeLessThan(4e-3);
  });

  test('is recognised as a ProGAN, and its description computes the same pictures', async () => {
    const { manifest, files } = await converted(name, 'none');
    if (manifest.generator.family !== 'progan') throw new Error('taken for a plain graph');
    const z = readNpy(fixture(name, 'z.npy'));
    const images = describedImages(manifest.generator, weightsOf(files), z.data, manifest.latent.size);
    expect(maxDifference(images, readNpy(fixture(name, 'images.npy')).data)).toBeLessThan(1e-4);
  });

  test('keeps the head of each resolution as an output of that size', async () => {
    const bundle = await converted(name, 'none');
    const { manifest } = bundle;
    if (manifest.generator.family !== 'progan') throw new Error('taken for a plain graph');
    expect(manifest.outputs.map(({ resolution }) => resolution)).toEqual(
      manifest.generator.blocks.map(({ resolution }) => resolution),
    );
    const model = await RunningModel.load(bundle);
    const z = readNpy(fixture(name, 'z.npy')).data;
    for (const { resolution, node } of manifest.outputs) {
      const { shape } = await model.run(z, manifest.latent.size, node);
      expect(shape).toEqual([4, resolution, resolution, 3]);
    }
    model.dispose();
  });
});

describe('dcgan_upsample28, exported by Keras', () => {
  test("gives TensorFlow's pictures through stock TF.js within 1e-4", async () => {
    expect(await errorOf('dcgan_upsample28', await converted('dcgan_upsample28', 'none'))).toBeLessThan(1e-4);
  });

  test('gives them within 4e-3 with float16 weights', async () => {
    expect(await errorOf('dcgan_upsample28', await converted('dcgan_upsample28', 'float16'))).toBeLessThan(
      4e-3,
    );
  });

  test('is a plain graph of 100-d latents to 28x28x1 in [-1, 1]', async () => {
    const { manifest } = await converted('dcgan_upsample28', 'none');
    expect(manifest.generator.family).toBe('graph');
    expect(manifest.latent).toEqual({ size: 100, prior: 'normal', normalised: false });
    expect(manifest.image).toEqual({ width: 28, height: 28, channels: 1, range: [-1, 1] });
  });
});

describe('avatars-64, as a bundle', () => {
  const folder = new URL('fixtures/avatars-64/bundle/', root);
  const files: BundleFile[] = readdirSync(folder).map((path) => ({
    path,
    bytes: Uint8Array.from(readFileSync(new URL(path, folder))),
  }));
  const text = new TextDecoder().decode(files.find(({ path }) => path === 'zscape.json')!.bytes);
  const manifest = parseBundle(JSON.parse(text), 'zscape.json');

  test("gives TensorFlow's pictures within 4e-3 with float16 weights", async () => {
    expect(manifest.quantization).toBe('float16');
    expect(await errorOf('avatars-64', { files })).toBeLessThan(4e-3);
  });

  test('is described so that the named weights give the same pictures', async () => {
    if (manifest.generator.family !== 'progan') throw new Error('taken for a plain graph');
    const { size } = manifest.latent;
    // Only one: the reference takes seconds for each.
    const z = readNpy(fixture('avatars-64', 'z.npy')).data.subarray(0, size);
    const image = describedImages(manifest.generator, weightsOf(files), z, size);
    const wanted = readNpy(fixture('avatars-64', 'images.npy')).data.subarray(0, image.length);
    expect(maxDifference(image, wanted)).toBeLessThan(4e-3);
  });
});
