import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { adamStep, noMoments } from './adam.ts';
import { fanIn, heConstant, layerRate, timesApart } from './equalized.ts';

const expected = JSON.parse(
  readFileSync(new URL('../../../fixtures/measure/expected.json', import.meta.url), 'utf8'),
) as {
  constants: { shape: number[]; linear: boolean; he: number }[];
  adam: {
    rate: number;
    betas: [number, number];
    start: number[];
    steps: { gradient: number[]; weights: number[] }[];
  };
};

test.each(expected.constants)("He's constant of $shape is the trainer's", ({ shape, linear, he }) => {
  expect(heConstant(shape, linear)).toBeCloseTo(he, 12);
});

test('three steps of Adam are those of PyTorch, for gradients of all sizes', () => {
  const { rate, betas, start, steps } = expected.adam;
  const moments = noMoments(start.length);
  let weights = Float64Array.from(start);
  for (const { gradient, weights: after } of steps) {
    const settings = { rate, beta1: betas[0], beta2: betas[1], epsilon: 1e-8 };
    weights = adamStep(weights, Float64Array.from(gradient), settings, moments) as typeof weights;
    after.forEach((value, i) => {
      expect(weights[i]).toBeCloseTo(value, 12);
    });
  }
});

describe('a layer', () => {
  const random = createRandom(3);
  const drawn = (shape: number[], deviation: number) => ({
    shape,
    data: Float32Array.from({ length: fanIn(shape) * shape.at(-1)! }, () => deviation * random.normal()),
  });

  test('that is as He draws it has a spread of one without its constant, and equal steps with it', () => {
    const shapes = [
      [4, 4, 64, 16],
      [3, 3, 16, 16],
      [1, 1, 512, 32],
    ];
    const layers = shapes.map((shape) => layerRate(drawn(shape, heConstant(shape)), false, 1));
    for (const { he, spread, step } of layers) {
      expect(spread.kept).toBeGreaterThan(0.95);
      expect(spread.kept).toBeLessThan(1.05);
      expect(spread.used).toBeCloseTo(spread.kept * he, 12);
      // A step is as long as the rate, whatever the gradient: 0.001 over a spread of c, and over one of 1.
      expect(step.plain * he * 1000).toBeCloseTo(1 / spread.kept, 1);
      expect(step.equalized * 1000).toBeCloseTo(1 / spread.kept, 1);
    }
    expect(timesApart(layers.map(({ step }) => step.equalized))).toBeLessThan(1.1);
    expect(timesApart(layers.map(({ step }) => step.plain))).toBeGreaterThan(1.8);
  });

  test('that is large is looked at in parts for its step, and has no step where all its weights are zero', () => {
    const large = layerRate(drawn([3, 3, 128, 128], 0.1), false, 1);
    expect(large.step.plain).toBeCloseTo(0.01, 3);
    const dead = layerRate({ shape: [1, 1, 4, 4], data: new Float32Array(16) }, true, 1);
    expect(dead.step).toEqual({ plain: 0, equalized: 0 });
    expect(dead.he).toBe(0.5);
  });
});
