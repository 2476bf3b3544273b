import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256, sha256Hex } from './sha256.ts';

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('sha256', () => {
  it('gives the hashes of the standard', () => {
    expect(Buffer.from(sha256(new TextEncoder().encode('abc'))).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it("in plain code and by the browser's own agrees with Node for any bytes, at any offset", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(3), async (bytes, offset) => {
        const shifted = new Uint8Array(bytes.length + offset);
        shifted.set(bytes, offset);
        const view = shifted.subarray(offset);
        expect(Buffer.from(sha256(view)).toString('hex')).toBe(reference(bytes));
        expect(await sha256Hex(view)).toBe(reference(bytes));
      }),
    );
  });

  it('takes the tail across the block where the length no longer fits', () => {
    for (let length = 50; length < 70; length++) {
      const bytes = new Uint8Array(length).fill(length);
      expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(reference(bytes));
    }
  });
});
