import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../testing/bytes.ts';
import { crc32, crc32c } from './crc.ts';

/** Computes the check one bit at a time, by definition. */
function slow(bytes: Uint8Array, reversedPolynomial: number): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? reversedPolynomial : 0);
  }
  return ~crc >>> 0;
}

describe('cyclic redundancy checks', () => {
  it('give the published check values', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(crc32c(utf8('123456789'))).toBe(0xe3069283);
    // RFC 3720, B.4
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
  });

  it('agree with the definition for any bytes at any place in memory', () => {
    const bytes = fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.nat(20));
    fc.assert(
      fc.property(bytes, ([whole, skip]) => {
        const part = whole.subarray(Math.min(skip, whole.length));
        expect(crc32(part)).toBe(slow(part, 0xedb88320));
        expect(crc32c(part)).toBe(slow(part, 0x82f63b78));
      }),
    );
  });
});
