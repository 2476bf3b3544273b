import { describe, expect, it } from 'vitest';
import { gaussians } from '../../testing/gaussians.ts';
import { latentReducer } from './cosines.ts';

const reducedLatent = (z: Float32Array, count: number) => latentReducer(count, z.length)(z);

const length = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));

describe('latentReducer', () => {
  const next = gaussians(5);
  const z = Float32Array.from({ length: 48 }, next);

  it('keeps the length, whatever is left out', () => {
    for (const count of [1, 7, 47]) expect(length(reducedLatent(z, count))).toBeCloseTo(length(z), 4);
  });

  it('finds a latent that is a mixture of cosines again, with nothing left', () => {
    const wanted = [0.5, -2, 1.25, 3];
    const mixed = Float32Array.from({ length: 48 }, (_, k) =>
      wanted.reduce(
        (sum, each, j) => sum + each * Math.sqrt(2 / 48) * Math.cos((Math.PI * (j + 1) * (2 * k + 1)) / 96),
        0,
      ),
    );
    const found = reducedLatent(mixed, 4);
    for (const [j, each] of wanted.entries()) expect(found[j]).toBeCloseTo(each, 5);
    expect(found[4]).toBeLessThan(2e-3);
  });

  it('is linear along each cosine', () => {
    const twice = reducedLatent(
      z.map((value) => 2 * value),
      9,
    );
    for (const [i, value] of reducedLatent(z, 9).entries()) expect(twice[i]).toBeCloseTo(2 * value, 4);
  });
});
