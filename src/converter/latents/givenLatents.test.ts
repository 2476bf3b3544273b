import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { memoryFiles } from '../archive/files.ts';
import { npyBytes } from '../testing/npy.ts';
import { givenLatents } from './givenLatents.ts';
import { statisticsOf } from './statistics.ts';

const random = createRandom(3);

/** Makes n latents around (5, -2, 0, ...) whose second number follows the first one. */
function skewed(count: number, size: number): Float32Array {
  const rows = new Float32Array(count * size);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < size; i++) rows[row * size + i] = 0.5 * random.normal();
    rows[row * size]! += 5;
    rows[row * size + 1] = -2 + 0.9 * (rows[row * size]! - 5) + 0.1 * random.normal();
  }
  return rows;
}

const files = (shape: readonly number[], data: Float32Array, kind?: string) =>
  memoryFiles(new Map([['latents.npy', npyBytes(shape, data, kind)]]));

describe('latents that come with a model', () => {
  test.each([
    ['more than they have numbers', 400, 6],
    ['fewer than they have numbers', 5, 12],
    ['too many numbers for a covariance', 40, 600],
  ])('%s: the factors add up to their covariance', (_, count, size) => {
    const rows = skewed(count, size);
    const { mean, factors, deviation } = statisticsOf(rows, size);
    expect(factors.length).toBe(Math.min(count, size));
    let trace = 0;
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 1],
      [3, 2],
    ] as const) {
      let wanted = 0;
      for (let row = 0; row < count; row++)
        wanted += (rows[row * size + i]! - mean[i]!) * (rows[row * size + j]! - mean[j]!);
      const made = factors.reduce((sum, f) => sum + f[i]! * f[j]!, 0);
      expect(made).toBeCloseTo(wanted / (count - 1), 4);
    }
    for (let i = 0; i < size; i++) trace += factors.reduce((sum, f) => sum + f[i]! ** 2, 0);
    expect(deviation).toBeCloseTo(Math.sqrt(trace / size), 4);
  });

  test('become a small file: mean, factors, examples', async () => {
    const rows = skewed(300, 4);
    const given = (await givenLatents(files([300, 2, 2], rows), 4))!;
    expect(given.latents).toEqual({ file: 'latents.bin', samples: 300, factors: 4, count: 64 });
    const numbers = new Float32Array(given.file.bytes.buffer);
    expect(numbers.length).toBe((1 + 4 + 64) * 4);
    expect(numbers[0]).toBeCloseTo(5, 0);
    expect([...numbers.slice(20, 24)]).toEqual([...rows.slice(0, 4)]);
    expect(given.usual).toBeGreaterThan(0.4);
    expect(given.usual).toBeLessThan(0.6);
  });

  test('are read from float64 as from float32, and a single one has no spread', async () => {
    const one = (await givenLatents(files([1, 3], Float32Array.of(1, 2, 3), '<f8'), 3))!;
    expect([...one.examples]).toEqual([1, 2, 3]);
    expect(one).toMatchObject({ usual: undefined, latents: { factors: 0, count: 1 } });
  });

  test('are undefined without a file', async () => {
    expect(await givenLatents(memoryFiles(new Map()), 3)).toBeUndefined();
  });

  test.each([
    ['other latents', files([3, 2], new Float32Array(6)), /\[3, 2\].*\[n, 3\]/],
    ['none', files([0, 3], new Float32Array(0)), /\[0, 3\]/],
    ['NaN', files([1, 3], Float32Array.of(1, Number.NaN, 0)), /not finite/],
    ['texts', files([1, 3], new Float32Array(3), '<U4'), /type <U4/],
    ['a picture', memoryFiles(new Map([['latents.npy', new Uint8Array(100)]])), /numpy\.save/],
    [
      'half a file',
      memoryFiles(new Map([['latents.npy', npyBytes([9, 3], new Float32Array(3))]])),
      /states the shape \[9, 3\]/,
    ],
  ])('are refused with a sentence if the file holds %s', async (_, module, words) => {
    await expect(givenLatents(module, 3)).rejects.toMatchObject({ code: 'NPY_INVALID' });
    await expect(givenLatents(module, 3)).rejects.toThrow(words);
  });
});
