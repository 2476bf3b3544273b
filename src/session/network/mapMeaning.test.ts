import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../../latent/vector/sample.ts';
import { correlation, leastCorrelation, MapStatistics, strongestZone } from './mapMeaning.ts';

const size = 16;
const zs = Array.from({ length: 256 }, (_, seed) => sampleLatent(seed, size, 'normal'));
const axis = (index: number) => Float32Array.from({ length: size }, (_, i) => (i === index ? 1 : 0));

describe('what a map is about', () => {
  it('names the direction that a map follows, and no other', () => {
    const statistics = new MapStatistics({ channels: 2, width: 3, height: 3 });
    for (const z of zs) {
      const follows = new Float32Array(9).fill(2 * z[5]! + 1);
      const indifferent = new Float32Array(9).fill(3);
      statistics.add(Float32Array.from([...follows, ...indifferent]));
    }
    const along = [4, 5, 6].map((index) => ({ id: `axis ${index}`, direction: axis(index) }));
    const least = leastCorrelation(zs.length);
    const { attributes } = statistics.meaning(0, zs, along, least);
    expect(attributes.map(({ id }) => id)).toEqual(['axis 5']);
    expect(attributes[0]!.correlation).toBeCloseTo(1, 5);
    expect(statistics.meaning(1, zs, along, least).attributes).toEqual([]);
  });

  it('tells where it is strong on average, and reports no place if it is equally strong everywhere', () => {
    const statistics = new MapStatistics({ channels: 1, width: 9, height: 6 });
    for (let sample = 0; sample < 4; sample++)
      statistics.add(Float32Array.from({ length: 54 }, (_, i) => (i % 9 >= 6 && i < 18 ? sample + 1 : 0.1)));
    const { places } = statistics.meaning(0, [], [], 1);
    expect(places[8]).toBeCloseTo(2.5, 6);
    expect(strongestZone({ places, width: 9, height: 6 })).toEqual({ row: 0, column: 2 });
    expect(strongestZone({ places: new Float32Array(54).fill(1), width: 9, height: 6 })).toBeNull();
  });

  it('does not relate what coincides by chance: of 400 random directions hardly any passes', () => {
    const chance = Array.from({ length: 400 }, (_, k) => {
      const other = sampleLatent(1000 + k, zs.length, 'normal');
      return correlation(
        [...other],
        zs.map((z) => z[0]!),
      );
    });
    expect(chance.filter((r) => Math.abs(r) >= leastCorrelation(256)).length).toBeLessThanOrEqual(2);
    expect(leastCorrelation(16)).toBeGreaterThan(0.7);
  });

  it('has the sign and size of Pearson’s correlation', () => {
    // By hand: deviations (-1, 0, 1) and (-1, 1, 0) give 1 / 2.
    expect(correlation([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 9);
    expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 9);
    expect(correlation([1, 1, 1], [1, 2, 3])).toBe(0);
  });
});
