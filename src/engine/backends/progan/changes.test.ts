import { expect, it } from 'vitest';
import type { NetworkChanges } from '../../contract.ts';
import { loadedBundle, withAllHeads } from '../wasm/testing/bundle.ts';
import { fitChanges } from './changes.ts';

const { manifest } = withAllHeads(loadedBundle({ latent: 8, channels: [6, 6, 6] }));
const bare = loadedBundle({ latent: 8, channels: [6, 6, 6] }).manifest;
const one = loadedBundle({ latent: 8, channels: [6] }).manifest;
const z = new Float32Array(8);
const changesOf = (some: Partial<NetworkChanges>): NetworkChanges => ({
  ...{ maps: [], withoutNorm: [], mix: null, growth: null },
  ...some,
});

it.each<[string, Partial<NetworkChanges>]>([
  ['nothing', {}],
  ['a gain of 1', { maps: [{ layer: '8x8/conv0', map: 5, gain: 1 }] }],
  ['a mix after the last layer', { mix: { after: '16x16/conv1', z } }],
  ['completed growth', { growth: { resolution: 16, alpha: 1, heads: 'refitted' } }],
])('%s changes nothing', (_, some) => {
  expect(fitChanges(changesOf(some), manifest)).toEqual({ changes: null, lacks: [] });
});

it('keeps the changes that fit, and names each missing thing once', () => {
  const changes = changesOf({
    maps: [
      { layer: '4x4/dense', map: 5, gain: 2 },
      { layer: '4x4/dense', map: 6, gain: 2 },
      { layer: '32x32/conv0', map: 0, gain: 2 },
      { layer: '32x32/conv0', map: 1, held: z },
      { layer: '8x8/conv1', map: -1, gain: 0 },
      { layer: '8x8/conv1', map: 0.5, gain: 0 },
      { layer: '8x8/conv1', map: 0, held: new Float32Array(7) },
    ],
    withoutNorm: ['16x16/conv1', '64x64/conv0', '4x4/conv'],
    mix: { after: '16x16/conv0', z: new Float32Array(9) },
    growth: { resolution: 32, alpha: 1, heads: 'refitted' },
  });
  expect(fitChanges(changes, manifest)).toEqual({
    changes: changesOf({
      maps: [{ layer: '4x4/dense', map: 5, gain: 2 }],
      withoutNorm: ['4x4/conv', '16x16/conv1'],
    }),
    lacks: [
      'map 6 in the layer 4x4/dense',
      'layer 32x32/conv0',
      'map -1 in the layer 8x8/conv1',
      'map 0.5 in the layer 8x8/conv1',
      'face with 7 numbers',
      'layer 64x64/conv0',
      'face with 9 numbers',
      'head fitted for 32 pixels',
    ],
  });
});

it('growth needs only the heads that it shows', () => {
  const lacksOf = (growth: NetworkChanges['growth'], of = manifest) =>
    fitChanges(changesOf({ growth }), of).lacks;
  for (const heads of ['trained', 'refitted'] as const) {
    expect(lacksOf({ resolution: 4, alpha: 0, heads })).toEqual([]);
    expect(lacksOf({ resolution: 16, alpha: 0.5, heads })).toEqual([]);
    // Every model has the head of the full picture.
    expect(lacksOf({ resolution: 16, alpha: 1, heads }, bare)).toEqual([]);
    expect(lacksOf({ resolution: 4, alpha: 0.5, heads }, one)).toEqual([]);
  }
  expect(lacksOf({ resolution: 16, alpha: 0.5, heads: 'refitted' }, bare)).toEqual([
    'head fitted for 8 pixels',
  ]);
  expect(lacksOf({ resolution: 8, alpha: 0.5, heads: 'trained' }, bare)).toEqual([
    'head as it was trained at 8 pixels',
    'head as it was trained at 4 pixels',
  ]);
});
