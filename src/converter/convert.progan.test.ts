/**
 * Whole modules in every form that the public ProGAN code writes, compared with a plain forward pass in double precision.
 */
import { expect, test, vi } from 'vitest';
import { createRandom } from '../base/random.ts';
import { memoryFiles } from './archive/files.ts';
import { convert } from './convert.ts';
import type { Tensor } from './graph/tensor.ts';
import { RunningModel } from './run/tfjs.ts';
import { maxDifference } from './testing/npy.ts';
import { type ProganModuleOptions, proganModule } from './testing/progan/module.ts';
import { type ReferenceLayer, referenceImage } from './testing/progan/reference.ts';
import {
  blockScope,
  kernelShape,
  proganWeights,
  runtimeScale,
  tinyProgan,
} from './testing/progan/weights.ts';

vi.setConfig({ testTimeout: 30_000 });

const weights = proganWeights(tinyProgan, 1);

function layer(block: number, name: 'conv0' | 'conv1' | 'to_rgb'): ReferenceLayer {
  const shape = kernelShape(tinyProgan, block, name);
  const scale = Math.fround(runtimeScale(shape, name));
  const of = (variable: string) =>
    (weights.get(`${blockScope(block)}/${name}/${variable}`) as Tensor).data as Float32Array;
  return { kernel: { shape, data: of('conv2d/kernel').map((x) => x * scale) }, bias: of('bias') };
}

const blocks = tinyProgan.channels.map((_, i) => ({
  conv0: layer(i + 1, 'conv0'),
  conv1: layer(i + 1, 'conv1'),
}));
const network = { blocks, toRgb: layer(blocks.length, 'to_rgb') };
const random = createRandom(11);
const z = Float32Array.from({ length: 2 * tinyProgan.latent }, () => random.normal());

const forms: [string, ProganModuleOptions][] = [
  ['as TensorFlow 2 writes it', {}],
  ['as TensorFlow 1.7 wrote it: Add, int64 shapes, flatten by Pack', { era: 'tf1.7' }],
  ['grown by a placeholder with a default', { progress: 'placeholder_with_default' }],
  ['grown by an integer global step', { progress: 'global_step', era: 'tf1.7' }],
  ['with the LeakyRelu op and resizing', { activation: 'leaky_relu', upsample: 'resize' }],
  ['with resource variables', { variables: 'resource' }],
  [
    'with kernels in parts, two shards and a Snappy index',
    { partsOf: (name) => (name.endsWith('kernel') ? 3 : undefined), shards: 2, compression: 'snappy' },
  ],
  ['clipped to [-0.2, 0.4]', { clip: [-0.2, 0.4] }],
];

test.each(forms)('a module %s', async (_, options) => {
  const files = memoryFiles(proganModule(tinyProgan, { ...options, weights }));
  const bundle = await convert(files, { id: 'tiny', quantization: 'none', calibration: 'none' });
  const { generator, outputs, latent, image } = bundle.manifest;
  expect(generator.family).toBe('progan');
  expect(latent).toEqual({ size: 16, prior: 'normal', normalised: true });
  expect(outputs.map(({ resolution }) => resolution)).toEqual([4, 8, 16]);
  if (options.clip) expect(image.range).toEqual(options.clip.map(Math.fround));
  const model = await RunningModel.load(bundle);
  const pictures = await model.run(z, tinyProgan.latent);
  const heads = await model.runAll(
    z,
    tinyProgan.latent,
    outputs.map(({ node }) => node),
  );
  model.dispose();
  for (const i of [0, 1]) {
    const one = z.subarray(i * tinyProgan.latent, (i + 1) * tinyProgan.latent);
    const picture = (data: Float32Array) => data.subarray((i * data.length) / 2, ((i + 1) * data.length) / 2);
    expect(
      maxDifference(picture(pictures.data), referenceImage({ ...network, clip: options.clip }, one)),
    ).toBeLessThan(1e-4);
    heads.forEach(({ data }, k) => {
      const lower = { blocks: blocks.slice(0, k + 1), toRgb: layer(k + 1, 'to_rgb'), clip: options.clip };
      expect(maxDifference(picture(data), referenceImage(lower, one))).toBeLessThan(1e-4);
    });
  }
});

test('a model whose weights are not finite is refused, naming a weight', async () => {
  const name = `${blockScope(2)}/conv1/bias`;
  const broken = new Map(weights);
  const { shape } = weights.get(name)!;
  broken.set(name, { dtype: 'float32', shape, data: new Float32Array(shape[0]!).fill(Number.NaN) });
  const files = memoryFiles(proganModule(tinyProgan, { weights: broken }));
  await expect(convert(files, { id: 'tiny' })).rejects.toThrow(/progressive_gan_block_2\/conv1\/bias.* NaN/);
});

test('a missing signature or tag set is refused, naming those that exist', async () => {
  const files = memoryFiles(proganModule(tinyProgan, { weights }));
  await expect(convert(files, { id: 'tiny', signature: 'serve' })).rejects.toThrow(/"serve".*has "default"/);
  await expect(convert(files, { id: 'tiny', tags: ['gpu'] })).rejects.toThrow(/gpu.*\(no tags\)/);
  const bundle = await convert(files, { id: 'tiny', signature: 'default', tags: [] });
  expect(bundle.manifest.generator.family).toBe('progan');
});

test('a cancelled conversion stops', async () => {
  const files = memoryFiles(proganModule(tinyProgan, { weights }));
  await expect(convert(files, { id: 'tiny' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'CANCELLED',
  });
});
