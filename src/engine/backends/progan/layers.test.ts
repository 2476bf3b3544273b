import { expect, it } from 'vitest';
import type { ProganGenerator } from '../../../bundle/schema/manifest.ts';
import { bundleOf } from '../../testing/node.ts';
import { tinyBundle } from '../../testing/tinyBundle.ts';
import { networkLayers } from './layers.ts';
import { planProgan } from './plan.ts';
import { planOf } from './testing/reference.ts';

/** Makes the paper's network for 1024 pixels, without weights. */
function paper() {
  const names = { kernel: 'k', bias: 'b' };
  const widths = [512, 512, 512, 512, 256, 128, 64, 32, 16];
  const generator: ProganGenerator = {
    ...{ family: 'progan', input: 'z', output: 'image', leakySlope: 0.2 },
    ...{ latentNorm: { epsilon: 1e-8 }, pixelNorm: { epsilon: 1e-8 } },
    blocks: widths.map((channels, i) => ({ resolution: 4 << i, channels, conv0: names, conv1: names })),
    toRgb: { ...names, scale: 1, offset: 0, clip: null },
  };
  return planProgan({
    ...{ generator, previewHeads: [] },
    latent: { size: 512, prior: 'normal', normalised: true },
    image: { width: 1024, height: 1024, channels: 3, range: [-1, 1] },
  });
}

it("table 2: the paper's network of 1024 pixels has 23.1 million parameters, row by row", () => {
  const layers = networkLayers(paper());
  const rows = layers.map(({ name, activation, channels, resolution, parameters }) =>
    [name, activation, channels, resolution, Number(parameters.toPrecision(2))].join(' '),
  );
  expect(rows).toEqual([
    '4x4/dense LReLU 512 4 4200000',
    '4x4/conv LReLU 512 4 2400000',
    '8x8/conv0 LReLU 512 8 2400000',
    '8x8/conv1 LReLU 512 8 2400000',
    '16x16/conv0 LReLU 512 16 2400000',
    '16x16/conv1 LReLU 512 16 2400000',
    '32x32/conv0 LReLU 512 32 2400000',
    '32x32/conv1 LReLU 512 32 2400000',
    '64x64/conv0 LReLU 256 64 1200000',
    '64x64/conv1 LReLU 256 64 590000',
    '128x128/conv0 LReLU 128 128 300000',
    '128x128/conv1 LReLU 128 128 150000',
    '256x256/conv0 LReLU 64 256 74000',
    '256x256/conv1 LReLU 64 256 37000',
    '512x512/conv0 LReLU 32 512 18000',
    '512x512/conv1 LReLU 32 512 9200',
    '1024x1024/conv0 LReLU 16 1024 4600',
    '1024x1024/conv1 LReLU 16 1024 2300',
    'toRgb linear 3 1024 51',
  ]);
  const all = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  expect((all / 1e6).toFixed(1)).toBe('23.1');
});

it('counts all weights of a bundle, and how far the effect of a value reaches', () => {
  const bundle = bundleOf(tinyBundle().files);
  const layers = networkLayers(planOf(bundle));
  expect(layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(bundle.manifest.parameters);
  // From the end: 1, then 3 for the last convolution, 2 * 1 + 2 + 2 = 6 for the one before it, ..., at most the picture.
  expect(layers.map(({ name, receptiveField }) => [name, receptiveField])).toEqual([
    ['4x4/dense', 16],
    ['4x4/conv', 16],
    ['8x8/conv0', 10],
    ['8x8/conv1', 6],
    ['16x16/conv0', 3],
    ['16x16/conv1', 1],
    ['toRgb', 1],
  ]);
});
