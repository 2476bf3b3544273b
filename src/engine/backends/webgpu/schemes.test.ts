/** The algebra by itself, against the definition. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../testing/node.ts';
import { convolve } from '../progan/testing/reference.ts';
import { type Scheme, schemes, weightCoefficients } from './schemes.ts';
import { convolveBy } from './testing/convolveBy.ts';

const number = fc.double({ min: -4, max: 4, noNaN: true });

describe.each(Object.entries<Scheme>(schemes))('%s', (_, scheme) => {
  it('is the convolution, edges included, for any image and any taps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }).chain((side) =>
          fc.record({
            side: fc.constant(side),
            image: fc.array(number, { minLength: side * side, maxLength: side * side }),
            taps: fc.array(number, { minLength: 9, maxLength: 9 }),
          }),
        ),
        ({ side, image, taps }) => {
          const source = { size: side, channels: 1, data: Float64Array.from(image) };
          const expected = convolve(source, taps, [0], scheme.up).data;
          expect(largestDifference(convolveBy(scheme, image, side, taps), expected)).toBeLessThan(1e-11);
        },
      ),
    );
  });

  it('is linear in the taps', () => {
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 16, maxLength: 16 }),
        fc.array(number, { minLength: 9, maxLength: 9 }),
        fc.array(number, { minLength: 9, maxLength: 9 }),
        (image, a, b) => {
          const both = convolveBy(
            scheme,
            image,
            4,
            a.map((value, i) => value + b[i]!),
          );
          const [one, other] = [convolveBy(scheme, image, 4, a), convolveBy(scheme, image, 4, b)];
          expect(
            largestDifference(
              both,
              one.map((value, i) => value + other[i]!),
            ),
          ).toBeLessThan(1e-11);
        },
      ),
    );
  });
});

describe('products for one output pixel', () => {
  const of = (scheme: Scheme) => weightCoefficients(scheme).length / scheme.output.length ** 2;
  it('are 9 directly, 4 by F2, 2.25 by F4 and by the collapse', () => {
    expect(Object.values(schemes).map(of)).toEqual([9, 4, 2.25, 2.25]);
  });
  it('cost the collapse no larger weights than the kernel itself', () => {
    expect(weightCoefficients(schemes.collapse)).toHaveLength(9);
    const values = new Set(Object.values(schemes.collapse.data).flat());
    expect([...values].every((value) => Math.abs(value) <= 1)).toBe(true);
  });
});
