import { expect, test } from 'vitest';
import { collapsedBundle } from '../../../fixtures/collapsed/make.mjs';
import { ZscapeError } from '../../base/errors.ts';
import type { LoadedBundle } from '../../bundle/read/reader.ts';
import { proganGenerator } from '../../engine/backends/wasm/generator.ts';
import { compileKernels, type Kernels } from '../../engine/backends/wasm/modules.ts';
import type { RawImage } from '../../engine/contract.ts';
import { bundleIn, bundleOf } from '../../engine/testing/node.ts';
import { varietyOf } from '../../network/variety/twins.ts';
import { measureModel, picturesOf, type Source } from './measureModel.ts';
import { comparer } from './testing/here.ts';

const kernels = (await compileKernels(false)) as Kernels;

/** A source that runs a bundle's network. */
function sourceOf(bundle: LoadedBundle): Source {
  const generator = proganGenerator(bundle, kernels, 1, () => {});
  return {
    model: bundle.manifest,
    draw: {},
    values: (z) => generator.raw(z),
    backend: () => 'wasm',
  };
}

const quiet = () => ({ signal: new AbortController().signal, onProgress: () => {} });
const avatars = sourceOf(bundleIn('fixtures/avatars-64/bundle'));

test('a well-trained model is varied', async () => {
  const figures = await measureModel(avatars, { pairs: 32, walks: 0 }, comparer, quiet());
  expect(varietyOf(figures.twins)).toBe('varied');
  expect(figures.msSsim.mean).toBeLessThan(0.6);
  expect(figures.msSsim.error).toBeGreaterThan(0);
  expect(figures.seeds).toHaveLength(64);
  expect(figures.smoothness).toBeNull();
  expect(figures.frame).toMatchObject({ backend: 'wasm' });
});

test('a collapsed model is recognised, with the number of faces that it has left', async () => {
  const figures = await measureModel(
    sourceOf(bundleOf(collapsedBundle())),
    { pairs: 32, walks: 1 },
    comparer,
    quiet(),
  );
  expect(varietyOf(figures.twins)).toBe('collapsed');
  // All but the few whose z is perpendicular to that direction, where rounding decides the picture.
  expect(figures.twins.faces).toBeGreaterThan(0.9);
  expect(figures.twins.different).toBeCloseTo(2, 0);
  expect(figures.twins.nearest[0]?.distance).toBeLessThan(1e-3);
  expect(figures.msSsim.mean).toBeGreaterThan(0.5);
});

test('a failed picture is requested again, and a lasting failure is reported', async () => {
  let asked = 0;
  const lost = new ZscapeError('DEVICE_LOST', 'The device is gone.');
  const picture: RawImage = { data: new Float32Array(8 * 8 * 3), width: 8, height: 8, channels: 3 };
  const source: Source = {
    ...avatars,
    values: async () => {
      if (asked++ % 3 === 0) throw lost;
      return picture;
    },
  };
  const found = await measureModel(source, { pairs: 2, walks: 0 }, comparer, quiet());
  expect(found.repeated).toBe(2);
  const broken = { ...avatars, values: () => Promise.reject(lost) };
  await expect(measureModel(broken, { pairs: 1, walks: 0 }, comparer, quiet())).rejects.toBe(lost);
  const other = new ZscapeError('EXPORT_FAILED', 'Another model was loaded.');
  const gone = { ...avatars, values: () => Promise.reject(other) };
  await expect(measureModel(gone, { pairs: 1, walks: 0 }, comparer, quiet())).rejects.toBe(other);
});

test('it reports its progress, ends when it is cancelled, and measures no time while the page is hidden', async () => {
  const plan = { pairs: 2, walks: 1 };
  const seen: number[] = [];
  const hidden = { ...avatars, backend: () => null };
  const figures = await measureModel(hidden, plan, comparer, {
    signal: new AbortController().signal,
    onProgress: (done) => seen.push(done),
  });
  expect(seen.at(-1)).toBe(picturesOf(plan));
  expect(seen).toEqual(seen.map((_, i) => i + 1));
  expect(figures.frame).toBeNull();

  const abort = new AbortController();
  const going = measureModel(avatars, plan, comparer, {
    signal: abort.signal,
    onProgress: (done) => done === 3 && abort.abort(),
  });
  await expect(going).rejects.toMatchObject({ code: 'CANCELLED' });
});
