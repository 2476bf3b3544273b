import { expect, test } from 'vitest';
import { paperRows, paperTable } from './paperTable.ts';
import { rms, smallStep, smoothnessOf, toBytes, walkFigures, walkPlaces, walkSteps } from './smoothness.ts';

test('a walk is looked at in equal steps, and a little after the beginning of each', () => {
  expect(walkPlaces.ends).toHaveLength(walkSteps + 1);
  expect(walkPlaces.ends.at(-1)).toBe(1);
  expect(walkPlaces.near.map((t, i) => t - walkPlaces.ends[i]!)).toEqual(
    walkPlaces.near.map(() => expect.closeTo(smallStep, 12)),
  );
});

test('a picture that changes steadily has no leaps; one that jumps once has its length there', () => {
  const steady = walkFigures(new Array(24).fill(0.1), new Array(24).fill(0.002));
  const even = smoothnessOf([steady, steady]);
  expect(even.evenness).toBeCloseTo(0, 12);
  expect(even.path.mean).toBeCloseTo(4, 9);
  expect(even.path.median).toBeCloseTo(4, 9);
  expect(even.inLeaps).toBeCloseTo(1 / 48, 9);

  const near = new Array<number>(24).fill(0.002);
  near[6] = 0.2;
  const steps = new Array<number>(24).fill(0.1);
  steps[6] = 0.34;
  const jumped = smoothnessOf([steady, walkFigures(steps, near)], 1);
  // The mean step is 0.11, and the largest is 0.23 from it; half of the walks have it.
  expect(jumped.evenness).toBeCloseTo(0.23 / 0.11 / 2, 9);
  expect(jumped.path.median).toBeCloseTo(4, 9);
  expect(jumped.path.mean).toBeCloseTo((47 * 4 + 40_000) / 48, 6);
  expect(jumped.leaps).toEqual([{ walk: 1, at: 0.25, length: expect.closeTo(40_000, 6) }]);
  expect(jumped.inLeaps).toBeGreaterThan(0.99);
  expect(smoothnessOf([])).toMatchObject({
    evenness: 0,
    path: { mean: 0, median: 0 },
    inLeaps: 0,
    leaps: [],
  });
});

test('bytes are rounded and bounded, and differences are root mean squares', () => {
  expect([...toBytes([-1, 0.5, 0.498, 2])]).toEqual([0, 128, 127, 255]);
  expect(rms([0, 0], [3, 4])).toBeCloseTo(Math.sqrt(12.5), 12);
});

test("each average of the paper's table is that of its four levels, and its rows are told from each other", () => {
  for (const name of paperRows)
    for (const { swd, average, msSsim } of Object.values(paperTable[name])) {
      const mean = swd.reduce((sum, value) => sum + value, 0) / 4;
      expect(Math.abs(mean - average), name).toBeLessThan(0.0051);
      expect(msSsim).toBeGreaterThan(0);
      expect(msSsim).toBeLessThan(0.5);
    }
});
