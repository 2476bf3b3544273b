import { expect, test } from 'vitest';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { bundleIn } from '../../engine/testing/node.ts';
import { timesApart } from '../../network/rate/equalized.ts';
import { createZscapeStore } from '../../store/store.ts';
import { model as graph } from '../testing/tinyModel.ts';
import { layerRates } from './layerRates.ts';

const signal = new AbortController().signal;

function rates(
  model: BundleManifest,
  weight: (name: string) => Promise<{ shape: number[]; data: Float32Array }>,
) {
  const engine = { weight } as Parameters<typeof layerRates>[0]['engine'];
  return layerRates({ store: createZscapeStore({ model }), engine }, signal);
}

test('every layer of a ProGAN has the constant of its real shape, and similar steps with it', async () => {
  const { manifest, weights } = bundleIn('fixtures/avatars-64/bundle');
  const found = await rates(manifest, async (name) => weights.floats(name));
  expect(found.map(({ name }) => name)).toEqual([
    ...['4x4/dense', '4x4/conv', '8x8/conv0', '8x8/conv1', '16x16/conv0', '16x16/conv1'],
    ...['32x32/conv0', '32x32/conv1', '64x64/conv0', '64x64/conv1', 'toRgb'],
  ]);
  const dense = found[0]!;
  expect(dense.trained.fanIn).toBe(4 * 4 * 512);
  expect(dense.trained.he).toBeCloseTo(Math.sqrt(2 / 8192), 9);
  for (const { trained, drawn } of found) {
    expect(trained.spread.kept).toBeCloseTo(trained.spread.used / trained.he, 9);
    expect(trained.step.plain).toBeCloseTo(trained.step.equalized / trained.he, 6);
    expect(drawn.he).toBe(trained.he);
  }
  // From 8,192 numbers at the first layer to 32 at the last, which has no activation.
  const drawn = found.map((layer) => layer.drawn.step);
  expect(timesApart(drawn.map(({ plain }) => plain))).toBeCloseTo(Math.sqrt(8192 / 2 / 32), 0);
  expect(timesApart(drawn.map(({ equalized }) => equalized))).toBeLessThan(1.2);
});

test('a model that is not a ProGAN has none', async () => {
  expect(await rates(graph, () => Promise.reject(new Error('not asked')))).toEqual([]);
});
