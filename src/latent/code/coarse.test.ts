import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../vector/sample.ts';
import { angleBetween } from '../vector/vector.ts';
import { BitDecoder, BitEncoder } from './bitCoder.ts';
import { CoarseReader, CoarseWriter, finestStep } from './coarse.ts';

const degrees = (radians: number) => (radians * 180) / Math.PI;

/** Returns the vectors after a round trip, and the text. */
function roundTrip(vectors: readonly Float32Array[], step: number) {
  const writer = new CoarseWriter(step);
  const kinds = vectors.map((vector) => writer.write(vector));
  const text = writer.end();
  const reader = new CoarseReader(step, text);
  return { text, back: vectors.map((vector, k) => Float32Array.from(reader.read(vector.length, kinds[k]!))) };
}

describe('the bit coder', () => {
  it('returns every decision, whatever its contexts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.option(fc.nat({ max: 3 }))), { maxLength: 3000 }),
        (bits) => {
          const encoder = new BitEncoder();
          for (const [yes, context] of bits) encoder.write(yes, context ?? undefined);
          const decoder = new BitDecoder(encoder.end());
          for (const [yes, context] of bits) expect(decoder.read(context ?? undefined)).toBe(yes);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('needs hardly any space for what is nearly always the same', () => {
    const encoder = new BitEncoder();
    for (let i = 0; i < 6000; i++) encoder.write(i % 100 === 0, 0);
    // One in a hundred has an entropy of 0.081 bits: 81 characters.
    expect(encoder.end().length).toBeLessThan(90);
  });
});

describe('coarse vectors', () => {
  it('come back within half a step, except in the dead zone of coarse steps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -6, max: 6, noNaN: true }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 0, max: finestStep }),
        (values, step) => {
          const vector = Float32Array.from(values);
          const { back } = roundTrip([vector], step);
          const width = 4 * 2 ** (-step / 8);
          vector.forEach((value, i) => {
            expect(Math.abs(value - back[0]![i]!)).toBeLessThanOrEqual(0.75 * width);
          });
        },
      ),
    );
  });

  it('are as near to the best possible code as a quantiser of single numbers gets', () => {
    // The bound: an angle of arcsin 2^-R at R bits a dimension. At 16 vectors in 1,754 characters that is 23.7 degrees.
    for (const [count, most] of [
      [16, 31.5],
      [8, 13.5],
      [4, 1.9],
      [2, 0.05],
    ] as const) {
      const vectors = Array.from({ length: count }, (_, k) => sampleLatent(k + 1, 512, 'normal'));
      let step = finestStep;
      let made = roundTrip(vectors, step);
      while (made.text.length > 1850 - 6 * count) made = roundTrip(vectors, --step);
      const angles = vectors.map((z, k) => degrees(angleBetween(z, made.back[k]!)));
      expect(Math.max(...angles)).toBeLessThan(most + 2);
      expect(angles.reduce((sum, angle) => sum + angle, 0) / count).toBeLessThan(most);
    }
  });
});
