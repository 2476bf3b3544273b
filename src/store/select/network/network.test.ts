import { describe, expect, it } from 'vitest';
import type { ProganGenerator } from '../../../bundle/schema/manifest.ts';
import { initialNetwork, isUnchanged } from '../../state/network.ts';
import {
  changesCount,
  type GrownModel,
  growthAt,
  growthSizes,
  headKinds,
  plainGrowth,
  shareOfGrowth,
} from './network.ts';

const weights = { kernel: 'k', bias: 'b' };
const generator: ProganGenerator = {
  family: 'progan',
  ...{ input: 'z', output: 'image', latentNorm: null, pixelNorm: { epsilon: 1e-8 }, leakySlope: 0.2 },
  blocks: [4, 8, 16].map((resolution) => ({ resolution, channels: 8, conv0: weights, conv1: weights })),
  toRgb: { ...weights, scale: 1, offset: 0, clip: null },
};
const model: GrownModel = {
  generator,
  image: { width: 16, height: 16, channels: 3, range: [-1, 1] },
  previewHeads: [4, 8].map((resolution) => ({ resolution, ...weights, error: 0 })),
  growth: [{ resolution: 8, ...weights }],
};

/** A model known only as a graph. */
const plain: GrownModel = {
  generator: { family: 'graph', input: 'z', output: 'image' },
  image: { width: 8, height: 8, channels: 3, range: [0, 1] },
  previewHeads: [],
};

describe('the growth of a network', () => {
  it('goes through the sizes that have heads of the kind, and its own', () => {
    expect(growthSizes(model, 'refitted')).toEqual([4, 8, 16]);
    expect(growthSizes(model, 'trained')).toEqual([8, 16]);
    expect(headKinds(model)).toEqual(['trained', 'refitted']);
  });

  it('does not exist for models without heads, with one block, or of another family', () => {
    expect(headKinds({ ...model, previewHeads: [], growth: undefined })).toEqual([]);
    const one = { ...model, generator: { ...generator, blocks: generator.blocks.slice(0, 1) } };
    expect(headKinds(one)).toEqual([]);
    expect(headKinds(plain)).toEqual([]);
    expect(growthSizes(plain, 'refitted')).toEqual([8]);
  });

  it('rests at each size and takes as long to fade to the next, without a jump', () => {
    const sizes = [4, 8, 16];
    const at = (share: number) => growthAt(sizes, 'refitted', share);
    expect(at(0)).toEqual({ resolution: 4, alpha: 1, heads: 'refitted' });
    expect(at(0.3).resolution).toBe(8);
    expect(at(0.3).alpha).toBeCloseTo(0.5, 9);
    expect(at(0.5)).toEqual({ resolution: 8, alpha: 1, heads: 'refitted' });
    expect(at(0.7).alpha).toBeCloseTo(0.5, 9);
    expect(at(1)).toEqual({ resolution: 16, alpha: 1, heads: 'refitted' });
    // Just before and just after a fade begins, the picture is the same.
    expect(at(0.2 + 1e-9)).toMatchObject({ resolution: 8 });
    expect(at(0.2 + 1e-9).alpha).toBeLessThan(1e-6);
    for (const share of [0.25, 0.35, 0.65, 0.75])
      expect(shareOfGrowth(sizes, at(share))).toBeCloseTo(share, 9);
    expect(shareOfGrowth(sizes, null)).toBe(1);
  });

  it('is the network itself at its end', () => {
    expect(plainGrowth(model, { resolution: 16, alpha: 1, heads: 'trained' })).toBeNull();
    expect(plainGrowth(model, { resolution: 16, alpha: 0.9, heads: 'trained' })).not.toBeNull();
    expect(isUnchanged(initialNetwork)).toBe(true);
    expect(changesCount({ network: { ...initialNetwork, withoutNorm: ['a', 'b'] } })).toBe(1);
  });
});
