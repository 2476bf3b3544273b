/** Checks the algebra alone against the definition. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../testing/node.ts';
import { convolve } from '../progan/testing/reference.ts';
import { convolveBack } from '../progan/testing/referenceGradient.ts';
import { backward, type Scheme, type SchemeName, schemes, weightCoefficients } from './schemes.ts';
import { convolveBy } from './testing/convolveBy.ts';

const number = fc.double({ min: -4, max: 4, noNaN: true });

describe.each(Object.entries<Scheme>(schemes))('%s', (_, scheme) => {
  it('equals the convolution, edges included, for any image and any taps', () => {
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

describe.each(Object.keys(schemes) as SchemeName[])('%s backwards', (name) => {
  const back = backward(name);

  it('equals the transpose of the convolution, edges included, for any gradient and any taps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }).chain((half) => {
          const side = schemes[name].up ? 2 * half : half;
          return fc.record({
            side: fc.constant(side),
            gradient: fc.array(number, { minLength: side * side, maxLength: side * side }),
            taps: fc.array(number, { minLength: 9, maxLength: 9 }),
          });
        }),
        ({ side, gradient, taps }) => {
          const source = { size: side, channels: 1, data: Float64Array.from(gradient) };
          const expected = convolveBack(source, taps, 1, schemes[name].up).data;
          // Doubled ones take their taps in forward order; plain ones convolve with the turned kernel.
          const given = schemes[name].up ? taps : taps.toReversed();
          expect(largestDifference(convolveBy(back, gradient, side, given), expected)).toBeLessThan(1e-10);
        },
      ),
    );
  });

  it('multiplies with the same products of taps as the forward pass', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 9, maxLength: 9 }), (taps) => {
        const products = (scheme: Scheme, of: readonly number[]) =>
          weightCoefficients(scheme).map((row) => row.reduce((sum, c, tap) => sum + c * of[tap]!, 0));
        const given = schemes[name].up ? taps : taps.toReversed();
        expect(largestDifference(products(back, given), products(schemes[name], taps))).toBeLessThan(1e-12);
      }),
    );
  });
});

describe('products for one output pixel', () => {
  const of = (scheme: Scheme) => weightCoefficients(scheme).length / scheme.output.length ** 2;
  it('number 9 directly, 4 by F2, 2.25 by F4 and by the collapse', () => {
    expect(Object.values(schemes).map(of)).toEqual([9, 4, 2.25, 2.25]);
  });
  it('need no larger weights than the kernel itself in the collapse', () => {
    expect(weightCoefficients(schemes.collapse)).toHaveLength(9);
    const values = new Set(Object.values(schemes.collapse.data).flat());
    expect([...values].every((value) => Math.abs(value) <= 1)).toBe(true);
  });
});
