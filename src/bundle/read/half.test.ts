import { describe, expect, it } from 'vitest';
import { halfToFloat } from './half.ts';

describe('halfToFloat', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x83ff, -1023 * 2 ** -24],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])('reads %i as %f', (bits, value) => {
    for (const native of [true, false])
      expect(halfToFloat(Uint16Array.of(bits), new Float32Array(1), native)[0]).toBe(value);
  });

  it('keeps the sign of zero', () => {
    expect(Object.is(halfToFloat(Uint16Array.of(0x8000))[0], -0)).toBe(true);
  });

  it('grows with the bits of every finite positive half', () => {
    const all = halfToFloat(Uint16Array.from({ length: 0x7c00 }, (_, i) => i));
    const byTable = halfToFloat(
      Uint16Array.from({ length: 0x7c00 }, (_, i) => i),
      new Float32Array(0x7c00),
      false,
    );
    expect(all).toEqual(byTable);
    for (let i = 1; i < all.length; i++) expect(all[i]! > all[i - 1]!).toBe(true);
  });
});
