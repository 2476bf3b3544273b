/** Compares views and changes inside a network on the kernels with the slow reference. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { Growth, MapChange, NetworkChanges } from '../../../contract.ts';
import { largestDifference } from '../../../testing/node.ts';
import { gaussians, latents } from '../../../testing/tinyBundle.ts';
import { networkLayers } from '../../progan/layers.ts';
import { planOf } from '../../progan/testing/reference.ts';
import { referenceChanged, referenceMaps } from '../../progan/testing/referenceInside.ts';
import { proganGenerator } from '../generator.ts';
import { compileKernels, type Kernels } from '../modules.ts';
import { loadedBundle, withAllHeads } from '../testing/bundle.ts';

const kernels = (await compileKernels(false)) as Kernels;
const own = (bundle: LoadedBundle) => proganGenerator(bundle, kernels, 1, () => {});
const changesOf = (some: Partial<NetworkChanges>): NetworkChanges => ({
  ...{ maps: [], withoutNorm: [], mix: null, growth: null },
  ...some,
});
const namesOf = (bundle: LoadedBundle) => networkLayers(planOf(bundle)).map(({ name }) => name);

/** Returns the largest difference relative to the largest value or 1, whichever is larger. */
function off(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  return largestDifference(found, expected) / scale;
}

/** Transposes [size, size, channels] to [channels, size, size]. */
function planes({ size, channels, data }: { size: number; channels: number; data: Float64Array }) {
  const pixels = size * size;
  return Float64Array.from(
    { length: data.length },
    (_, i) => data[(i % pixels) * channels + Math.floor(i / pixels)]!,
  );
}

const wide = { latent: 20, channels: [12, 12, 12, 12], range: [-20, 20] as [number, number] };
const bundle = withAllHeads(loadedBundle(wide));
const names = namesOf(bundle);
const [a, b, c] = latents(20, 3) as [Float32Array, Float32Array, Float32Array];

test.each([
  { latent: 16, channels: [8, 6, 4] },
  { latent: 13, channels: [24, 17, 11, 5] },
  { latent: 7, channels: [9] },
])('maps of every layer match the reference, for latent $latent and channels $channels', async (shape) => {
  const each = loadedBundle(shape);
  const { inside, raw } = own(each);
  const [z] = latents(shape.latent, 1);
  const expected = referenceMaps(each, z!);
  const layers = networkLayers(planOf(each));
  for (const [i, maps] of expected.entries()) {
    const found = await inside.featureMaps(z!, layers[i]!.name, null);
    expect([found.channels, found.width, found.height]).toEqual([maps.channels, maps.size, maps.size]);
    expect(off(found.data, planes(maps))).toBeLessThan(1e-4);
  }
  const colours = await inside.featureMaps(z!, 'toRgb', null);
  const { data, width } = await raw(z!);
  expect(colours.data).toEqual(
    Float32Array.from(planes({ size: width, channels: 3, data: Float64Array.from(data) })),
  );
  await expect(inside.featureMaps(z!, '1x1/conv', null)).rejects.toMatchObject({
    code: 'NETWORK_UNAVAILABLE',
  });
});

describe('pictures with changes match the reference', () => {
  const first = '4x4/dense';
  test.each<[string, Partial<NetworkChanges>]>([
    [
      'amplified, inverted and silenced maps',
      { maps: [gain(first, 0, 4), gain('8x8/conv1', 11, -2), gain('16x16/conv0', 3, 0)] },
    ],
    ['changed maps of the last layer', { maps: [gain('32x32/conv1', 2, 3)] }],
    [
      'held maps of two faces',
      { maps: [hold('4x4/conv', 1, b), hold('4x4/conv', 5, c), hold('32x32/conv1', 0, b)] },
    ],
    ['a map held and then amplified', { maps: [gain(first, 3, 2), hold(first, 3, b), gain(first, 3, 2)] }],
    ['one block without its norm', { withoutNorm: ['8x8/conv0', '8x8/conv1'] }],
    ['no norm at all', { withoutNorm: names.slice(0, -1) }],
    ['a mix', { mix: { after: '8x8/conv0', z: b } }],
    [
      'everything together',
      {
        ...{
          maps: [gain('16x16/conv1', 1, 2), hold('8x8/conv1', 0, c)],
          withoutNorm: ['16x16/conv0', '32x32/conv1'],
        },
        ...{ mix: { after: '4x4/conv', z: b }, growth: { resolution: 16, alpha: 0.25, heads: 'trained' } },
      },
    ],
  ])('%s', async (_, some) => {
    const changes = changesOf(some);
    const { inside } = own(bundle);
    const pictures = await inside.pictures(changes);
    for (const z of [a, b]) {
      const { data } = await pictures.raw(z);
      expect(off(data, referenceChanged(bundle, z, changes))).toBeLessThan(1e-4);
    }
    const [layer, i] = ['16x16/conv1', names.indexOf('16x16/conv1')];
    const maps = await inside.featureMaps(a, layer, changes);
    expect(off(maps.data, planes(referenceMaps(bundle, a, changes)[i]!))).toBeLessThan(1e-4);
  });

  test('for any network and any changes', async () => {
    const channel = fc.integer({ min: 4, max: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(channel, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 1 << 30 }),
        async (channels, seed) => {
          const each = loadedBundle({ latent: 10, channels, range: [-20, 20] });
          const next = gaussians(seed);
          const layers = networkLayers(planOf(each)).slice(0, -1);
          const z = () => Float32Array.from({ length: 10 }, next);
          const pick = (count: number) => Math.min(count - 1, Math.floor(Math.abs(next()) * count));
          const maps = Array.from({ length: 4 }, (): MapChange => {
            const { name: layer, channels: count } = layers[pick(layers.length)]!;
            const at = { layer, map: pick(count) };
            return next() > 0 ? { ...at, gain: Math.max(-2, Math.min(4, 2 * next())) } : { ...at, held: z() };
          });
          const withoutNorm = layers.flatMap(({ name }) => (next() > 0.7 ? [name] : []));
          const mix = next() > 0 ? { after: layers[pick(layers.length)]!.name, z: z() } : null;
          const changes = changesOf({ maps, withoutNorm, mix });
          const face = z();
          const { data } = await (await own(each).inside.pictures(changes)).raw(face);
          // With few channels a norm, and with maps without spread a mix, magnifies rounding errors.
          expect(off(data, referenceChanged(each, face, changes))).toBeLessThan(5e-3);
        },
      ),
      { numRuns: 15, seed: 17 },
    );
  });
});

describe('growth', () => {
  const picture = async (each: LoadedBundle, growth: Growth) =>
    (await own(each).inside.pictures(changesOf({ growth }))).raw(a);

  test.each([4, 8, 16, 32])(
    'to %i pixels fades from the upsampled lower picture to the new one, at full size',
    async (resolution) => {
      for (const heads of ['trained', 'refitted'] as const) {
        for (const alpha of resolution === 4 ? [1] : [0, 0.3, 1]) {
          const growth: Growth = { resolution, alpha, heads };
          const { data, width, height } = await picture(bundle, growth);
          expect([width, height]).toEqual([32, 32]);
          expect(off(data, referenceChanged(bundle, a, changesOf({ growth })))).toBeLessThan(1e-4);
        }
      }
    },
  );

  test('starts at the first head, whatever its alpha, and is refused where a head is missing', async () => {
    const first: Growth = { resolution: 4, alpha: 0, heads: 'trained' };
    expect(await picture(bundle, first)).toEqual(await picture(bundle, { ...first, alpha: 1 }));
    const missing = picture(loadedBundle(wide), { resolution: 8, alpha: 1, heads: 'refitted' });
    await expect(missing).rejects.toMatchObject({
      code: 'NETWORK_UNAVAILABLE',
      message: expect.stringMatching(/8 pixels/),
    });
  });
});

test('changes without effect leave the picture the same, to the last bit', async () => {
  const { inside, raw } = own(bundle);
  const { data } = await raw(a);
  for (const some of [
    {},
    { maps: names.slice(0, -2).flatMap((layer) => [gain(layer, 0, 1), gain(layer, 7, 1)]) },
    { maps: [hold('8x8/conv1', 3, a)] },
    { maps: [gain('8x8/conv1', 3, 2), gain('8x8/conv1', 3, 0.5)] },
    { mix: { after: '32x32/conv0', z: a } },
  ]) {
    const changed = await (await inside.pictures(changesOf(some))).raw(a);
    if ('mix' in some) expect(off(changed.data, data)).toBeLessThan(1e-6);
    else expect(changed.data).toEqual(data);
  }
  // Mixed with itself, every map keeps its values; the last layer's norm comes before the sums of the head instead of
  // after them.
  const mixed = await inside.featureMaps(a, '32x32/conv1', changesOf({ mix: { after: '4x4/dense', z: a } }));
  expect(mixed.data).toEqual((await inside.featureMaps(a, '32x32/conv1', null)).data);
});

test('frames, other changes and changed pictures in gaps have no effect on a picture', async () => {
  const generator = own(bundle);
  const { inside } = generator;
  const changes = changesOf({
    maps: [hold('8x8/conv1', 3, b), gain('16x16/conv0', 1, -1)],
    mix: { after: '16x16/conv1', z: c },
  });
  const plain = (await generator.raw(a)).data;
  const expected = (await (await inside.pictures(changes)).raw(a)).data;
  const maps = (await inside.featureMaps(a, '16x16/conv1', changes)).data;
  const pictures = await inside.pictures(changes);
  // Gaps lie eight milliseconds apart, and a small network would finish before the first.
  let time = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += 10));
  let gaps = 0;
  const between = async () => {
    if (gaps++ % 3 === 0) await pictures.previews![1]!.render(c).catch(noBitmaps);
    await pictures.raw(b);
    await generator.raw(c);
  };
  expect((await pictures.raw(a, between)).data).toEqual(expected);
  expect((await inside.featureMaps(a, '16x16/conv1', changes, between)).data).toEqual(maps);
  const norms = (await inside.signal(a)).map(({ norm, withoutNorm }) => [norm, withoutNorm]);
  expect((await inside.signal(a, between)).map(({ norm, withoutNorm }) => [norm, withoutNorm])).toEqual(
    norms,
  );
  expect(gaps).toBeGreaterThan(10);
  clock.mockRestore();
  expect((await generator.raw(a)).data).toEqual(plain);
  // Other changes, then the same again.
  await inside.pictures(changesOf({ withoutNorm: names.slice(0, -1), maps: [hold('8x8/conv1', 3, c)] }));
  expect((await (await inside.pictures({ ...changes })).raw(a)).data).toEqual(expected);
  const before = generator.memory();
  for (let i = 0; i < 10; i++) await (await inside.pictures({ ...changes })).raw(a);
  expect(generator.memory()).toEqual(before);
  expect((await generator.raw(a)).data).toEqual(plain);
});

test('the signal with and without norms matches the reference, layer by layer', async () => {
  const { inside } = own(bundle);
  const withoutNorm = names.slice(0, -1);
  const rms = ({ data }: { data: Float64Array }) =>
    Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
  const signal = await inside.signal(a);
  expect(signal.map(({ layer }) => layer)).toEqual(withoutNorm);
  const plain = referenceMaps(bundle, a).map(rms);
  const bare = referenceMaps(bundle, a, changesOf({ withoutNorm })).map(rms);
  signal.forEach(({ norm, withoutNorm: without, ms }, i) => {
    expect(norm / plain[i]!).toBeCloseTo(1, 4);
    expect(norm).toBeCloseTo(1, 3);
    expect(without / bare[i]!).toBeCloseTo(1, 4);
    expect(ms).toBeGreaterThanOrEqual(0);
  });
});

function gain(layer: string, map: number, by: number): MapChange {
  return { layer, map, gain: by };
}

function hold(layer: string, map: number, held: Float32Array): MapChange {
  return { layer, map, held };
}

/** Ignores that Node has no ImageBitmap: the preview is computed all the same. */
function noBitmaps(error: Error): void {
  if (!(error instanceof ReferenceError)) throw error;
}
