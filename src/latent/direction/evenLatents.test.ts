import { describe, expect, test } from 'vitest';
import { sampleLatent } from '../vector/sample.ts';
import { dot, norm, normalise } from '../vector/vector.ts';
import { evenLatents } from './evenLatents.ts';
import { latentDirections, principalComponents } from './pca.ts';

const size = 64;

/** Pictures whose numbers are linear in z along two planted directions and depend a little on every other direction. */
function pictures(latents: readonly Float32Array[], planted: readonly Float32Array[], noise: number) {
  const side = Array.from({ length: 40 }, (_, i) => sampleLatent(1000 + i, size, 'normal'));
  return latents.map((z) =>
    side.map(
      (other, i) =>
        3 * dot(z, planted[0]!) * (i % 3) + 2 * dot(z, planted[1]!) * (i % 5) + noise * dot(z, other),
    ),
  );
}

describe('latents that lie evenly', () => {
  test('are on the sphere, each with its opposite, at right angles within a block', () => {
    const { latents } = evenLatents(2 * size, size, 7);
    for (const z of latents) expect(norm(z)).toBeCloseTo(Math.sqrt(size), 4);
    latents.forEach((z, i) => {
      if (i % 2 === 1) expect(Array.from(z)).toEqual(Array.from(latents[i - 1]!, (value) => -value));
      else for (let j = 0; j < i; j += 2) expect(Math.abs(dot(z, latents[j]!))).toBeLessThan(1e-3);
    });
  });

  test('recover a linear map without error, which as many independent draws do not', () => {
    const planted = [1, 2].map((seed) => normalise(sampleLatent(seed, size, 'normal')));
    const cosine = (latents: Float32Array[]) => {
      const { scores } = principalComponents(pictures(latents, planted, 0), 2);
      const found = latentDirections(latents, scores);
      // The two planted directions span the plane that both components lie in.
      const [p, q] = planted as [Float32Array, Float32Array];
      const across = normalise(q.map((value, i) => value - dot(p, q) * p[i]!));
      return Math.min(...found.map((d) => Math.hypot(dot(d, p), dot(d, across))));
    };
    const even = evenLatents(2 * size, size, 3).latents;
    const drawn = even.map((_, i) => sampleLatent(500 + i, size, 'normal'));
    expect(cosine(even)).toBeGreaterThan(0.99999);
    expect(cosine(drawn)).toBeLessThan(0.95);
  });

  test('within a few directions need only a few latents', () => {
    const planted = [1, 2].map((seed) => normalise(sampleLatent(seed, size, 'normal')));
    const within = [...planted, normalise(sampleLatent(3, size, 'normal'))];
    const { latents, seen } = evenLatents(24, size, 5, within);
    for (const z of latents) expect(norm(z)).toBeCloseTo(Math.sqrt(size), 4);
    const { scores } = principalComponents(pictures(latents, planted, 0.02), 1);
    const [found] = latentDirections(seen, scores);
    const [p, q] = planted as [Float32Array, Float32Array];
    const across = normalise(q.map((value, i) => value - dot(p, q) * p[i]!));
    expect(Math.hypot(dot(found!, p), dot(found!, across))).toBeGreaterThan(0.99);
  });
});
