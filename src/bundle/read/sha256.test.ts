import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sha256Hex } from './sha256.ts';

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

afterEach(() => vi.unstubAllGlobals());

describe.each([
  ['in a secure context', true],
  ['over plain http, where the browser computes none', false],
])('sha256Hex %s', (_, secure) => {
  it("computes the standard's hash", async () => {
    if (!secure) vi.stubGlobal('crypto', {});
    expect(await sha256Hex(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('agrees with Node for any bytes, at any offset', async () => {
    if (!secure) vi.stubGlobal('crypto', {});
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(3), async (bytes, offset) => {
        const shifted = new Uint8Array(bytes.length + offset);
        shifted.set(bytes, offset);
        expect(await sha256Hex(shifted.subarray(offset))).toBe(reference(bytes));
      }),
    );
  });
});
