import { describe, expect, it } from 'vitest';
import { initialNetwork, type NetworkState, networkLimits } from '../../state/network.ts';
import type { GrownModel } from './network.ts';
import { networkBetween } from './networkBetween.ts';
import { sameNetwork } from './sameNetwork.ts';

const weights = { kernel: 'k', bias: 'b' };
const model: GrownModel = {
  image: { width: 16, height: 16, channels: 3, range: [0, 1] },
  generator: {
    family: 'progan',
    ...{ input: 'z', output: 'image', latentNorm: null, pixelNorm: { epsilon: 1e-8 }, leakySlope: 0.2 },
    blocks: [4, 8, 16].map((resolution) => ({ resolution, channels: 8, conv0: weights, conv1: weights })),
    toRgb: { ...weights, scale: 1, offset: 0, clip: null },
  },
  previewHeads: [4, 8].map((resolution) => ({ resolution, ...weights, error: 0 })),
};
const z = Float32Array.of(1, 2, 3);
const layer = '8x8/conv0';
const changed = (change: Partial<NetworkState>): NetworkState => ({ ...initialNetwork, ...change });
const between = (one: NetworkState, other: NetworkState, share: number) =>
  networkBetween(model, one, other, share);

describe('between two keys', () => {
  it('gains change evenly, from 1 if a key does not have them', () => {
    const one = changed({ maps: [{ layer, map: 3, gain: 0 }] });
    const other = changed({
      maps: [
        { layer, map: 3, gain: -2 },
        { layer, map: 4, gain: 4 },
      ],
    });
    expect(between(one, other, 0.25).maps).toEqual([
      { layer, map: 3, gain: -0.5 },
      { layer, map: 4, gain: 1.75 },
    ]);
    expect(between(one, initialNetwork, 0.75).maps).toEqual([{ layer, map: 3, gain: 0.75 }]);
    expect(between(one, other, 0)).toBe(one);
    expect(between(one, other, 1)).toBe(other);
  });

  it('changes that cannot be interpolated switch at the next key', () => {
    const one = changed({ maps: [{ layer, map: 3, held: z }], withoutNorm: [layer] });
    const other = changed({ maps: [{ layer, map: 5, held: z }], mix: { after: layer, z } });
    expect(between(one, other, 0.99)).toBe(one);
    expect(between(other, one, 0.99)).toBe(other);
    const gain = changed({ maps: [{ layer, map: 3, gain: 2 }] });
    expect(between(gain, one, 0.5).maps).toEqual(gain.maps);
    expect(between(one, gain, 0.5).maps).toEqual(one.maps);
  });

  it('the network grows as it does when its growth plays', () => {
    const small = changed({ growth: { resolution: 4, alpha: 1, heads: 'refitted' } });
    const seen = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => between(small, initialNetwork, share).growth);
    expect(seen.map((growth) => growth?.resolution)).toEqual([4, 8, 8, 16, undefined]);
    expect(seen[1]!.alpha).toBeCloseTo(0.5, 9);
    expect(seen[3]!.alpha).toBeCloseTo(0.5, 9);
    // On the way back it passes the same networks.
    expect(between(initialNetwork, small, 0.7).growth).toMatchObject({ resolution: 8 });
    const trained = changed({ growth: { resolution: 4, alpha: 1, heads: 'trained' } });
    expect(between(small, trained, 0.5)).toBe(small);
  });

  it('there are never more maps than a network may have changed', () => {
    const many = (from: number) =>
      changed({
        maps: Array.from({ length: networkLimits.maps }, (_, k) => ({ layer, map: from + k, gain: 2 })),
      });
    expect(between(many(0), many(1000), 0.5).maps).toHaveLength(networkLimits.maps);
  });
});

it('networks are equal if their changes are, in any order', () => {
  const maps = [
    { layer, map: 3, gain: 0 },
    { layer, map: 4, held: z },
  ];
  const one = changed({ maps, withoutNorm: ['a', 'b'], mix: { after: layer, z } });
  const same = changed({
    maps: [{ layer, map: 4, held: z.slice() }, maps[0]!],
    ...{ withoutNorm: ['b', 'a'], mix: { after: layer, z: z.slice() } },
  });
  expect(sameNetwork(one, same)).toBe(true);
  const others: Partial<NetworkState>[] = [
    { maps: maps.slice(1) },
    { maps: [{ layer, map: 3, gain: 1 }, maps[1]!] },
    { maps: [maps[0]!, { layer, map: 4, held: Float32Array.of(1, 2, 4) }] },
    { withoutNorm: ['a', 'c'] },
    { mix: null },
    { mix: { after: 'other', z } },
    { growth: { resolution: 8, alpha: 1, heads: 'trained' } },
  ];
  for (const change of others) {
    expect(sameNetwork(one, { ...one, ...change })).toBe(false);
    expect(sameNetwork({ ...one, ...change }, one)).toBe(false);
  }
});
