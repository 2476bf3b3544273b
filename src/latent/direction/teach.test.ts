import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { sampleLatent } from '../vector/sample.ts';
import { combine, dot, norm, normalise, scale, subtract } from '../vector/vector.ts';
import { fitBoundary, fitDual, gramMatrix } from './logistic.ts';
import {
  asFeature,
  crossValidate,
  crossValidateMeans,
  differenceOfMeans,
  foldsOf,
  type Mark,
  nearestToBoundary,
  teachAttribute,
  wilsonInterval,
} from './teach.ts';

const SIZE = 512;

interface Lesson {
  planted: Float32Array;
  marks: Float32Array[];
  labels: boolean[];
}

/** Marks on either side of a planted boundary, some of them wrong. */
function lesson(seed: number, count: number, wrong: number, offset: number): Lesson {
  const planted = normalise(sampleLatent(1000 + seed, SIZE, 'normal'));
  const random = createRandom(seed);
  const marks = Array.from({ length: count }, (_, i) => sampleLatent(seed * 10_000 + i, SIZE, 'normal'));
  const labels = marks.map((mark) => dot(mark, planted) > offset !== random.uniform() < wrong);
  return { planted, marks, labels };
}

function cosine(a: Float32Array, b: Float32Array): number {
  return dot(a, b) / norm(a) / norm(b);
}

/**
 * scikit-learn 1.9.1's result for the same marks: LogisticRegression(C=c, tol=1e-12, max_iter=100000), solver lbfgs.
 * seed, marks, wrong, offset, c | cosine with the planted direction, |w|, intercept, w[0], w[1]
 */
const scikitLearn = [
  [1, 40, 0, 0, 1, 0.218444, 1.35367, -0.499412, -0.0451847, -0.0680702],
  [1, 40, 0, 0, 0.01, 0.218704, 0.329961, -0.179606, -0.0093803, -0.0166643],
  [2, 40, 0, 0, 1, 0.203863, 1.325386, -0.906775, -0.0484998, -0.0303501],
  [3, 40, 0, 0, 1, 0.226251, 1.34977, 0.24016, -0.0825126, -0.0186124],
  [4, 40, 0.1, 0.5, 1, 0.181603, 1.202244, -2.756091, 0.0125436, 0.1231914],
  [5, 400, 0, 0, 1, 0.672632, 4.293446, 0.022976, -0.2323791, 0.1378094],
  [6, 400, 0.1, 0.5, 1, 0.430426, 4.441607, -2.409647, 0.3233596, -0.0162071],
  [6, 400, 0.1, 0.5, 0.01, 0.46205, 0.934337, -0.974735, 0.0673506, -0.022819],
] as const;

describe('logistic regression', () => {
  test.each(scikitLearn)(
    'of lesson %i (%i marks, %d wrong, offset %d, c = %d) matches scikit-learn',
    (seed, count, wrong, offset, c, planted, length, intercept, w0, w1) => {
      const given = lesson(seed, count, wrong, offset);
      const found = fitBoundary(given.marks, given.labels, { c });
      const weights = Float32Array.from(found.weights);
      expect(found.converged).toBe(true);
      const recovered = cosine(weights, given.planted);
      expect(recovered).toBeGreaterThanOrEqual(0.5 * planted); // required
      expect(recovered).toBeCloseTo(planted, 4); // measured
      expect(norm(weights)).toBeCloseTo(length, 3);
      expect(found.intercept).toBeCloseTo(intercept, 3);
      expect(weights[0]).toBeCloseTo(w0, 4);
      expect(weights[1]).toBeCloseTo(w1, 4);
    },
  );

  test('is at the minimum: its gradient vanishes in every weight and in the intercept', () => {
    const marks = fc.record({
      seed: fc.integer({ min: 1, max: 1000 }),
      count: fc.integer({ min: 4, max: 60 }),
      size: fc.integer({ min: 1, max: 40 }),
      c: fc.constantFrom(0.01, 1, 100),
    });
    fc.assert(
      fc.property(marks, ({ seed, count, size, c }) => {
        const xs = Array.from({ length: count }, (_, i) => sampleLatent(seed * 100 + i, size, 'normal'));
        const random = createRandom(seed);
        const labels = xs.map((_, i) => i === 0 || (i > 1 && random.uniform() < 0.5));
        const { weights, intercept, converged } = fitBoundary(xs, labels, { c });
        expect(converged).toBe(true);
        const gradient = weights.slice();
        let byIntercept = 0;
        xs.forEach((x, i) => {
          let logit = intercept;
          for (let k = 0; k < size; k++) logit += weights[k]! * x[k]!;
          const error = c * (1 / (1 + Math.exp(-logit)) - (labels[i] ? 1 : 0));
          for (let k = 0; k < size; k++) gradient[k]! += error * x[k]!;
          byIntercept += error;
        });
        for (const part of [...gradient, byIntercept]) expect(Math.abs(part)).toBeLessThan(1e-4 * c * count);
      }),
    );
  });

  test('ends in the same place from any start', () => {
    const { marks, labels } = lesson(4, 40, 0.1, 0.5);
    const gram = gramMatrix(marks);
    const cold = fitDual(gram, labels);
    for (const spread of [1e-4, 1e-2, 1]) {
      const start = {
        alpha: cold.alpha.map((value, i) => value + spread * Math.sin(i)),
        intercept: 5 * spread,
      };
      const warm = fitDual(gram, labels, {}, start);
      expect(warm.converged).toBe(true);
      expect(warm.intercept).toBeCloseTo(cold.intercept, 3);
      cold.alpha.forEach((value, i) => {
        expect(warm.alpha[i]).toBeCloseTo(value, 4);
      });
    }
    expect(fitDual(gram, labels, {}, cold).iterations).toBe(0);
  });

  test('accepts the same mark twice, even with both answers', () => {
    const z = sampleLatent(1, 16, 'normal');
    const { converged, weights, intercept } = fitBoundary([z, z], [true, false]);
    expect(converged).toBe(true);
    let logit = intercept;
    for (let k = 0; k < 16; k++) logit += weights[k]! * z[k]!;
    expect(logit).toBeCloseTo(0, 5);
  });

  test('needs marks of both kinds', () => {
    const { marks } = lesson(1, 4, 0, 0);
    expect(() => fitBoundary(marks, [true, true, true, true])).toThrow(RangeError);
  });
});

describe('the difference of means', () => {
  test('is accurate for kinds that lie far apart, and at chance level for kinds that nothing tells apart', () => {
    const { marks } = lesson(6, 44, 0.1, 0.5);
    const far = [...marks, ...marks].map((z, k) => combine(1, z, k < 44 ? 3 : -3, marks[0]!));
    const sides = far.map((_, k) => k < 44);
    expect(crossValidateMeans(gramMatrix(far), sides).share).toBe(1);
    // Marks of one distribution, with nothing to tell them apart: about half.
    const same = Array.from({ length: 200 }, (_, k) => sampleLatent(k, 64, 'normal'));
    const { share } = crossValidateMeans(
      gramMatrix(same),
      same.map((_, k) => k % 2 === 0),
    );
    expect(Math.abs(share - 0.5)).toBeLessThan(0.12);
  });

  test('matches cross-validation computed from the vectors', () => {
    const { marks, labels } = lesson(7, 30, 0.1, 0.5);
    const indices = marks.map((_, i) => i);
    const { correct } = crossValidateMeans(gramMatrix(marks), labels, { folds: 2, seed: 3 });
    // The same assignment to folds, evaluated on the fold that is left out.
    const { foldOf } = foldsOf(labels, { folds: 2, seed: 3 });
    let right = 0;
    for (const i of indices) {
      const mean = (kind: boolean) => {
        const members = indices.filter((j) => labels[j] === kind && foldOf[j] !== foldOf[i]);
        const sum = new Float32Array(SIZE);
        return members.reduce<Float32Array>(
          (mean, k) => combine(1, mean, 1 / members.length, marks[k]!),
          sum,
        );
      };
      const [yes, no] = [mean(true), mean(false)];
      const middle = combine(0.5, yes, 0.5, no);
      if (dot(subtract(marks[i]!, middle), subtract(yes, no)) > 0 === labels[i]) right += 1;
    }
    expect(correct).toBe(right);
  });
});

describe('inner products', () => {
  test('of any number of marks are right', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70 }), (count, size) => {
        const marks = Array.from({ length: count }, (_, i) => sampleLatent(i, size, 'normal'));
        const gram = gramMatrix(marks);
        marks.forEach((p, i) => {
          marks.forEach((q, j) => {
            expect(gram[i * count + j]).toBeCloseTo(dot(p, q), 10);
          });
        });
      }),
    );
  });
});

describe('an attribute that is taught', () => {
  const { planted, marks, labels } = lesson(5, 400, 0, 0);
  const given: Mark[] = marks.map((z, i) => ({ z, yes: labels[i]! }));

  test('comes with directions towards yes and an accuracy within its interval', () => {
    const taught = teachAttribute(given, { normalised: true });
    expect(cosine(taught.direction, planted)).toBeGreaterThan(0.6);
    expect(cosine(taught.means.direction, planted)).toBeGreaterThan(0.5);
    expect(norm(taught.direction)).toBeCloseTo(1, 5);
    // On unseen faces, the accuracy is where the interval says.
    const fresh = Array.from({ length: 4000 }, (_, i) => sampleLatent(5_000_000 + i, SIZE, 'normal'));
    const right = fresh.filter(
      (z) => dot(asFeature(z, true), taught.direction) > taught.threshold === dot(z, planted) > 0,
    ).length;
    const [low, high] = taught.accuracy.interval;
    expect(right / 4000).toBeGreaterThan(low - 0.01);
    expect(right / 4000).toBeLessThan(high + 0.03); // a fit of all marks is a little better than one of four fifths
  });

  test('does not depend on magnitudes in a normalising model', () => {
    const few = given.slice(0, 30);
    const once = teachAttribute(few, { normalised: true });
    const scaled = few.map(({ z, yes }, i) => ({ z: scale(z, 1 + (i % 3)), yes }));
    expect(cosine(teachAttribute(scaled, { normalised: true }).direction, once.direction)).toBeGreaterThan(
      0.99999,
    );
  });

  test('is judged on marks that no fit has seen: coin tosses are right half of the time', () => {
    const random = createRandom(3);
    const tosses = marks.slice(0, 200).map(() => random.uniform() < 0.5);
    const { share, interval, total } = crossValidate(gramMatrix(marks.slice(0, 200)), tosses);
    expect(total).toBe(200);
    expect(interval[0]).toBeLessThan(0.5);
    expect(interval[1]).toBeGreaterThan(0.5);
    expect(share).toBeCloseTo(0.5, 0);
  });

  test('is judged the same way each time, and warm starts change nothing', () => {
    const gram = gramMatrix(marks.slice(0, 60));
    const some = labels.slice(0, 60);
    const cold = crossValidate(gram, some, { seed: 4 });
    expect(crossValidate(gram, some, { seed: 4 })).toEqual(cold);
    expect(crossValidate(gram, some, { seed: 4 }, fitDual(gram, some))).toEqual(cold);
  });

  test('cannot be judged on a single mark of a kind', () => {
    const gram = gramMatrix(marks.slice(0, 5));
    expect(() => crossValidate(gram, [true, false, false, false, false])).toThrow(RangeError);
  });

  test('asks next about the faces near its boundary', () => {
    const taught = teachAttribute(given.slice(0, 60), { normalised: true });
    const candidates = Array.from({ length: 200 }, (_, i) => sampleLatent(7_000_000 + i, SIZE, 'normal'));
    const order = nearestToBoundary(candidates, taught, true);
    expect([...order].sort((a, b) => a - b)).toEqual(candidates.map((_, i) => i));
    const distances = order.map((i) =>
      Math.abs(dot(asFeature(candidates[i]!, true), taught.direction) - taught.threshold),
    );
    for (let i = 1; i < distances.length; i++)
      expect(distances[i]).toBeGreaterThanOrEqual(distances[i - 1]! - 1e-6);
  });

  test('by the difference of means points from one mean to the other', () => {
    const direction = differenceOfMeans(
      [Float32Array.of(1, 0), Float32Array.of(3, 0), Float32Array.of(2, -5)],
      [true, true, false],
    );
    expect([...direction]).toEqual([0, 1]);
  });
});

describe("Wilson's interval", () => {
  // SciPy 1.17.1, binomtest(k, n).proportion_ci(method='wilson')
  test.each([
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [8, 10, 0.4902, 0.9433],
    [50, 100, 0.4038, 0.5962],
  ])('of %i in %i is %d to %d', (correct, total, low, high) => {
    const interval = wilsonInterval(correct, total);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  test('says nothing when there are no trials', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});
