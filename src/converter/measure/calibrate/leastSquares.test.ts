import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../../base/random.ts';
import { LeastSquares } from './leastSquares.ts';

test('a linear map is recovered from its values', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(1000),
      (inputs, outputs, seed) => {
        const random = createRandom(seed);
        const map = Array.from({ length: (inputs + 1) * outputs }, () => random.normal());
        const squares = new LeastSquares(inputs, outputs);
        for (let row = 0; row < 150; row++) {
          const x = Array.from({ length: inputs }, () => random.normal());
          const y = Array.from({ length: outputs }, (_, k) =>
            [...x, 1].reduce((sum, value, i) => sum + value * map[i * outputs + k]!, 0),
          );
          squares.add(x, 0, y, 0);
        }
        const found = squares.solve(1e-12);
        map.forEach((value, i) => {
          expect(found[i]).toBeCloseTo(value, 6);
        });
      },
    ),
  );
});

test('noise is averaged out', () => {
  const random = createRandom(1);
  const squares = new LeastSquares(2, 1);
  for (let row = 0; row < 20_000; row++) {
    const x = [random.normal(), random.normal()];
    squares.add(x, 0, [3 * x[0]! - x[1]! + 2 + random.normal()], 0);
  }
  const [a, b, c] = squares.solve();
  expect(a).toBeCloseTo(3, 1);
  expect(b).toBeCloseTo(-1, 1);
  expect(c).toBeCloseTo(2, 1);
});

test('an input that never varies, or repeats another, does no harm', () => {
  const random = createRandom(2);
  const squares = new LeastSquares(3, 1);
  for (let row = 0; row < 500; row++) {
    const x = random.normal();
    squares.add([x, x, 0], 0, [4 * x + 1], 0);
  }
  const found = squares.solve();
  expect(found[0]! + found[1]!).toBeCloseTo(4, 3);
  expect([...found].every(Number.isFinite)).toBe(true);
});
