import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBits, packLatent, unpackLatent } from './pack.ts';
import { sampleLatent } from './sample.ts';

const latents = fc
  .array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 600 })
  .map((values) => Float32Array.from(values));

describe('packed latents', () => {
  it('come back within the stated error', () => {
    fc.assert(
      fc.property(latents, fc.constantFrom(...packBits), (z, bits) => {
        const back = unpackLatent(packLatent(z, bits), z.length);
        const largest = Math.max(...z.map(Math.abs)) + 0.001;
        expect(back).toHaveLength(z.length);
        z.forEach((value, index) => {
          expect(Math.abs(back![index]! - value)).toBeLessThanOrEqual(largest / (2 ** bits - 2) + 1e-6);
        });
      }),
    );
  });

  it('are the same text when packed again', () => {
    fc.assert(
      fc.property(latents, fc.constantFrom(...packBits), (z, bits) => {
        const once = unpackLatent(packLatent(z, bits), z.length)!;
        const twice = unpackLatent(packLatent(once, bits), z.length)!;
        expect(Math.max(...twice.map((value, index) => Math.abs(value - once[index]!)))).toBeLessThan(0.01);
      }),
    );
  });

  it('of 512 dimensions twice fit a link at 10 bits', () => {
    const z = sampleLatent(7, 512, 'normal');
    expect(packLatent(z, 10).length).toBeLessThan(870);
    expect(packLatent(z, 16).length).toBeLessThan(1380);
  });

  it('are refused when cut, lengthened or of another size', () => {
    const text = packLatent(sampleLatent(7, 64, 'normal'), 10);
    for (const broken of [text.slice(0, -1), `${text}A`, text.slice(0, 5), '', '11.1.AAAA', 'x']) {
      expect(unpackLatent(broken, 64)).toBeNull();
    }
    expect(unpackLatent(text, 65)).toBeNull();
  });
});
