/** Compares growths that a growth network takes part in with the slow reference of both networks. */
import { describe, expect, test } from 'vitest';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { Growth, NetworkChanges } from '../../../contract.ts';
import { largestDifference } from '../../../testing/node.ts';
import { latents } from '../../../testing/tinyBundle.ts';
import { referenceChanged } from '../../progan/testing/referenceInside.ts';
import { proganGenerator } from '../generator.ts';
import { compileKernels, type Kernels } from '../modules.ts';
import { loadedBundle, withAllHeads } from '../testing/bundle.ts';

const kernels = (await compileKernels(false)) as Kernels;
const range: [number, number] = [-20, 20];
const early = withAllHeads(loadedBundle({ latent: 7, channels: [9, 9, 9], range }));
const grown = withAllHeads(loadedBundle({ latent: 20, channels: [12, 12, 12, 12, 12], range }));
const [z] = latents(20, 1) as [Float32Array];

/** z along six cosines, and the length that is left, of 20 numbers with a mean square of 1. */
const known = (() => {
  const scale = Math.sqrt(20 / z.reduce((sum, value) => sum + value * value, 0));
  const along = Array.from({ length: 6 }, (_, j) =>
    z.reduce((sum, value, k) => sum + value * scale * Math.cos((Math.PI * (j + 1) * (2 * k + 1)) / 40), 0),
  ).map((sum) => sum * Math.sqrt(2 / 20));
  return Float32Array.from([...along, Math.sqrt(20 - along.reduce((sum, value) => sum + value * value, 0))]);
})();

/** Makes a generator of 64 px with a growth network of 16. */
function withEarly(fetch: () => Promise<LoadedBundle>) {
  const manifest = { ...grown.manifest, growthNetwork: { resolution: 16, cosines: 6, difference: 1 } };
  let fetched = 0;
  const growthNetwork = () => {
    fetched++;
    return fetch();
  };
  const generator = proganGenerator({ ...grown, manifest, growthNetwork }, kernels, 1, () => {});
  const picture = async (growth: Growth) =>
    (await (await generator.inside.pictures(changesOf(growth))).raw(z)).data;
  return { generator, picture, fetched: () => fetched };
}

const changesOf = (growth: Growth): NetworkChanges => ({ maps: [], withoutNorm: [], mix: null, growth });
const trained = (resolution: number, alpha = 1): Growth => ({ resolution, alpha, heads: 'trained' });

/** Repeats each pixel of a picture of three colours. */
function doubled(data: Float64Array, times: number): Float64Array {
  const side = Math.sqrt(data.length / 3);
  return Float64Array.from({ length: data.length * times * times }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % (side * times), Math.floor(i / 3 / (side * times))];
    return data[(Math.floor(y / times) * side + Math.floor(x / times)) * 3 + (i % 3)]!;
  });
}

describe('a growth network', () => {
  test.each([
    [4, 1],
    [8, 0.3],
    [8, 1],
    [16, 0.75],
    [16, 1],
  ])('draws the stage of %i pixels at alpha %d', async (resolution, alpha) => {
    const growth = trained(resolution, alpha);
    const expected = doubled(referenceChanged(early, known, changesOf(growth)), 4);
    expect(largestDifference(await withEarly(async () => early).picture(growth), expected)).toBeLessThan(
      1e-3,
    );
  });

  test('gives the lower picture of the first stage that it does not draw itself', async () => {
    const lower = doubled(referenceChanged(early, known, changesOf(trained(16))), 4);
    const upper = referenceChanged(grown, z, changesOf(trained(32)));
    const expected = upper.map((value, i) => 0.6 * lower[i]! + 0.4 * value);
    const { picture } = withEarly(async () => early);
    expect(largestDifference(await picture(trained(32, 0.4)), expected)).toBeLessThan(1e-3);
  });

  test('has no part in later stages, nor in refitted heads, and is not fetched for them', async () => {
    const { picture, fetched } = withEarly(async () => early);
    for (const growth of [
      trained(32),
      trained(64, 0.5),
      { resolution: 8, alpha: 0.5, heads: 'refitted' } as const,
    ]) {
      const expected = referenceChanged(grown, z, changesOf(growth));
      expect(largestDifference(await picture(growth), expected)).toBeLessThan(1e-3);
    }
    expect(fetched()).toBe(0);
  });

  test('is made once, and each growth is drawn anew after another', async () => {
    const { generator, picture, fetched } = withEarly(async () => early);
    const before = generator.memory().bytes;
    const first = await picture(trained(8, 0.5));
    const bytes = generator.memory().bytes;
    expect(bytes).toBeGreaterThan(before);
    expect(await picture(trained(4))).not.toEqual(first);
    expect(await picture(trained(8, 0.5))).toEqual(first);
    expect(fetched()).toBe(1);
    expect(generator.memory().bytes).toBe(bytes);
    generator.dispose();
  });

  test('that cannot be fetched is tried again, and its sentence says what else there is', async () => {
    let broken = true;
    const { picture } = withEarly(async () => {
      if (broken) throw new Error('growth/model.json could not be fetched.');
      return early;
    });
    await expect(picture(trained(8))).rejects.toMatchObject({
      code: 'NETWORK_UNAVAILABLE',
      message: expect.stringMatching(/growth\/model\.json could not be fetched\. Choose the refitted heads/),
    });
    broken = false;
    await expect(picture(trained(8))).resolves.toBeDefined();
  });

  test.each([
    ['another size', { latent: 7, channels: [8, 8] }],
    ['another latent', { latent: 12, channels: [8, 8, 8] }],
  ])('of %s is refused', async (_, shape) => {
    const { picture } = withEarly(async () => withAllHeads(loadedBundle(shape)));
    await expect(picture(trained(4))).rejects.toMatchObject({
      code: 'NETWORK_UNAVAILABLE',
      message: expect.stringMatching(/16 from 7 are needed/),
    });
  });
});
