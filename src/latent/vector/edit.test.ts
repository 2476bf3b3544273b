import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latentPairs, seeds, unitInterval } from '../testing/vectors.ts';
import { pullTowards, randomiseSubset, resetDimension, setDimension } from './edit.ts';
import { sampleLatent } from './sample.ts';
import { angleBetween } from './vector.ts';

describe('editing', () => {
  test('one dimension leaves the others and the original alone, and a reset restores it', () => {
    fc.assert(
      fc.property(latentPairs(), fc.nat(), fc.float({ noNaN: true, min: -3, max: 3 }), ([z], pick, value) => {
        const dimension = pick % z.length;
        const before = z.slice();
        const edited = setDimension(z, dimension, value);
        expect(edited[dimension]).toBe(value);
        expect(z).toEqual(before);
        expect(resetDimension(edited, dimension, z)).toEqual(z);
      }),
    );
    expect(() => setDimension(new Float32Array(4), 4, 1)).toThrow(RangeError);
    expect(() => setDimension(new Float32Array(4), -1, 1)).toThrow(RangeError);
  });

  test('randomising a share changes that many dimensions, the same ones for the same seed', () => {
    fc.assert(
      fc.property(latentPairs(), unitInterval, seeds, ([z], share, seed) => {
        const drawn = randomiseSubset(z, share, seed, 'normal');
        expect(randomiseSubset(z, share, seed, 'normal')).toEqual(drawn);
        const changed = drawn.filter((value, i) => value !== z[i]).length;
        const expected = share === 0 ? 0 : Math.max(1, Math.round(share * z.length));
        // A redrawn dimension equals the old value by chance about once in 10^7.
        expect(Math.abs(changed - expected)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('randomising picks every dimension equally often', () => {
    const z = new Float32Array(10);
    const counts = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 5000; seed++) {
      randomiseSubset(z, 0.3, seed, 'normal').forEach((value, i) => {
        if (value !== 0) counts[i]! += 1;
      });
    }
    for (const count of counts) expect(Math.abs(count - 1500)).toBeLessThan(4 * Math.sqrt(5000 * 0.3 * 0.7));
  });

  test('randomising everything draws a new sample from the prior', () => {
    const drawn = randomiseSubset(sampleLatent(1, 20_000, 'normal'), 1, 2, 'uniform');
    expect(drawn.every((x) => Math.abs(x) <= 1)).toBe(true);
    expect(drawn.reduce((sum, x) => sum + x * x, 0) / drawn.length).toBeCloseTo(1 / 3, 1);
  });

  test('randomising takes whole dimensions from a given random vector', () => {
    const [z, drawn] = [new Float32Array(10), new Float32Array(10).map((_, i) => i + 1)];
    const changed = randomiseSubset(z, 0.4, 5, drawn);
    expect(changed.filter((value) => value !== 0)).toHaveLength(4);
    expect(changed.every((value, i) => value === 0 || value === drawn[i])).toBe(true);
    expect(randomiseSubset(z, 1, 5, drawn)).toEqual(drawn);
  });

  test('pulling goes along the sphere to the target and no further', () => {
    fc.assert(
      fc.property(latentPairs(), unitInterval, ([z, target], amount) => {
        expect(pullTowards(z, target, 0)).toEqual(z);
        expect(pullTowards(z, target, 1)).toEqual(target);
        expect(pullTowards(z, target, 3)).toEqual(target);
        const left = angleBetween(pullTowards(z, target, amount), target);
        expect(left).toBeCloseTo((1 - amount) * angleBetween(z, target), 5);
      }),
    );
  });
});
