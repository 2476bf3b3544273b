import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../vector/sample.ts';
import { unpackLatent } from './pack.ts';

/** The face of seed 7 in 32 dimensions, as version 1 packed it with 10 bits each. */
const text = '10.2293.V14okga4YkaBbJBU9A_-Vubq3XVtnLdIjYwGumJ6j0Yqdlhq14rNcg';

describe('latents that version 1 packed', () => {
  it('come back within the stated error', () => {
    const z = sampleLatent(7, 32, 'normal');
    const back = unpackLatent(text, 32)!;
    const largest = Math.max(...z.map(Math.abs)) + 0.001;
    for (const [index, value] of z.entries()) {
      expect(Math.abs(back[index]! - value)).toBeLessThanOrEqual(largest / (2 ** 10 - 2) + 1e-6);
    }
  });

  it('are refused when cut, lengthened or of a different size', () => {
    for (const broken of [text.slice(0, -1), `${text}A`, text.slice(0, 5), '', '11.1.AAAA', 'x']) {
      expect(unpackLatent(broken, 32)).toBeNull();
    }
    expect(unpackLatent(text, 33)).toBeNull();
  });
});
