import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Compared, msSsim } from './msSsim.ts';

const fixture = (path: string) => new URL(`../../../fixtures/${path}`, import.meta.url);
const { similarities } = JSON.parse(readFileSync(fixture('measure/expected.json'), 'utf8')) as {
  similarities: { side: number; pair: [number, number]; ms_ssim: number }[];
};
const file = readFileSync(fixture('avatars-64/images.npy'));
const pictures = new Float32Array(file.buffer.slice(file.byteOffset + file.length - 4 * 4 * 64 * 64 * 3));

/** The square of picture i that `fixtures/measure/make.py` cuts out, in bytes. */
function cut(i: number, side: number): Compared {
  const [top, left] = side < 64 ? [20, 12] : [0, 0];
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++)
    for (let k = 0; k < side * 3; k++)
      data[y * side * 3 + k] = Math.round(255 * pictures[((i * 64 + top + y) * 64 + left) * 3 + k]!);
  return { data, width: side, height: side, channels: 3 };
}

describe('multi-scale structural similarity', () => {
  test.each(similarities)("matches the trainer's at $side px for $pair", ({ side, pair, ms_ssim }) => {
    expect(Math.abs(msSsim(cut(pair[0], side), cut(pair[1], side)) - ms_ssim)).toBeLessThan(2e-5);
  });

  test('does not depend on the order, nor on the range of the values', () => {
    const [a, b] = [cut(0, 64), cut(1, 64)];
    const shrunk = (one: Compared) => ({ ...one, data: Float64Array.from(one.data, (v) => v / 255) });
    expect(msSsim(a, b)).toBe(msSsim(b, a));
    expect(msSsim(shrunk(a), shrunk(b), 1)).toBeCloseTo(msSsim(a, b), 6);
  });

  test('is 1 for equal pictures, however small or oblong', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 2],
      [8, 8],
      [15, 40],
    ] as const) {
      const data = Float32Array.from({ length: width * height }, (_, i) => (i * 37) % 256);
      const one = { data, width, height, channels: 1 };
      expect(msSsim(one, one)).toBeCloseTo(1, 9);
      expect(msSsim(one, { ...one, data: data.map((v) => 255 - v) })).toBeLessThan(1);
    }
  });

  test('refuses pictures of different sizes', () => {
    expect(() => msSsim(cut(0, 64), cut(0, 32))).toThrow(RangeError);
  });
});
