import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../vector/sample.ts';
import { decompose } from './combination.ts';

const size = 512;
const atoms = Array.from({ length: 120 }, (_, seed) => sampleLatent(seed, size, 'normal'));

function combined(terms: readonly (readonly [index: number, weight: number])[]): Float32Array {
  const sum = new Float64Array(size);
  for (const [index, weight] of terms) for (let i = 0; i < size; i++) sum[i]! += weight * atoms[index]![i]!;
  return Float32Array.from(sum);
}

describe('what a latent is made of', () => {
  it('is found, with its weights, among many candidates', () => {
    const weight = fc.oneof(
      fc.double({ min: 0.05, max: 2, noNaN: true }),
      fc.double({ min: -2, max: -0.05, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.nat({ max: atoms.length - 1 }), weight), {
          minLength: 1,
          maxLength: 5,
          selector: ([index]) => index,
        }),
        (terms) => {
          const found = decompose(combined(terms), atoms);
          expect(found.map(({ index }) => index).sort()).toEqual(terms.map(([index]) => index).sort());
          for (const { index, weight: is } of found)
            expect(is).toBeCloseTo(terms.find(([one]) => one === index)![1], 4);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is nothing for a latent of unrelated origin', () => {
    for (let seed = 900; seed < 920; seed++)
      expect(decompose(sampleLatent(seed, size, 'normal'), atoms)).toEqual([]);
  });

  it('is found once if two of the known vectors are the same', () => {
    const z = combined([[3, 1]]);
    expect(decompose(z, [...atoms, atoms[3]!])).toHaveLength(1);
    expect(decompose(new Float32Array(size), atoms)).toEqual([]);
  });
});
