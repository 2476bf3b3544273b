import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minibatchDeviation } from './minibatch.ts';

const fixture = (path: string) => readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url));

test("the statistic of four avatars is the trainer's", () => {
  const file = fixture('avatars-64/images.npy');
  const size = 64 * 64 * 3;
  const all = new Float32Array(file.buffer.slice(file.byteOffset + file.length - 4 * 4 * size));
  const batch = [0, 1, 2, 3].map((i) => all.slice(i * size, (i + 1) * size).map((value) => 2 * value - 1));
  const expected = JSON.parse(fixture('measure/expected.json').toString()) as { minibatch: number };
  expect(minibatchDeviation(batch, 3).mean).toBeCloseTo(expected.minibatch, 5);
});

test('by hand: two pictures of two places and two channels', () => {
  const found = minibatchDeviation([Float32Array.of(0, 2, 4, 6), Float32Array.of(2, 2, 0, 0)], 2);
  // Deviations 1, 0, 2, 3, where 0 becomes the root of 1e-8.
  expect([...found.places]).toEqual([expect.closeTo(0.5, 3), expect.closeTo(2.5, 3)]);
  expect(found.channels).toEqual([expect.closeTo(1.5, 3), expect.closeTo(1.5, 3)]);
  expect(found.mean).toBeCloseTo(1.5, 3);
});

test('its steps end in the same number, whichever way one goes; the same pictures leave only the root of 1e-8', () => {
  const values = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 6 }), (batch) => {
      const { places, channels, mean } = minibatchDeviation(
        batch.map((one) => Float32Array.from(one)),
        3,
      );
      const average = (list: ArrayLike<number>) => Array.from(list).reduce((p, q) => p + q, 0) / list.length;
      expect(average(places)).toBeCloseTo(mean, 5);
      expect(average(channels)).toBeCloseTo(mean, 5);
      const same = batch.map(() => Float32Array.from(batch[0]!));
      expect(minibatchDeviation(same, 3).mean).toBeCloseTo(1e-4, 6);
    }),
  );
  expect(minibatchDeviation([], 3).mean).toBe(0);
});
