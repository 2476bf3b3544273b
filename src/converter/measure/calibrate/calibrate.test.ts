/** Whole conversions with measurements, by stock TF.js. */
import { expect, test, vi } from 'vitest';
import { memoryFiles } from '../../archive/files.ts';
import { convert } from '../../convert.ts';
import type { ConvertOptions } from '../../options.ts';
import type { OpenRunner } from '../../run/runner.ts';
import { RunningModel } from '../../run/tfjs.ts';
import { maxDifference } from '../../testing/npy.ts';
import { weightsOf } from '../../testing/progan/described.ts';
import { proganModule } from '../../testing/progan/module.ts';
import { latents } from './latents.ts';
import { boxDownscaled } from './previewHeads.ts';

vi.setConfig({ testTimeout: 60_000 });

const layout = { latent: 8, channels: [10, 8, 6] };
const openRunner: OpenRunner = (files) => RunningModel.load({ files });

function converted(options: Partial<ConvertOptions> = {}, runner = openRunner) {
  const files = memoryFiles(proganModule(layout, { clip: [0, 1] }));
  return convert(files, { id: 'tiny', quantization: 'none', ...options }, { openRunner: runner });
}

test('preview heads come nearer to the picture than the mean picture does, by as much as they claim', async () => {
  const { manifest, files } = await converted();
  expect(manifest.previewHeads.map(({ resolution }) => resolution)).toEqual([4, 8]);
  const weights = weightsOf(files);
  const model = await RunningModel.load({ files });
  const z = latents(64, layout.latent, 'normal', 99);
  const nodes = manifest.outputs.filter(({ kind }) => kind === 'preview').map(({ node }) => node);
  const [picture, ...previews] = await model.runAll(z, layout.latent, [manifest.generator.output, ...nodes]);
  model.dispose();
  manifest.previewHeads.forEach(({ resolution, kernel, bias, error }, i) => {
    expect(weights.floats(kernel).shape).toEqual([1, 1, layout.channels[i]!, 3]);
    expect(weights.floats(bias).shape).toEqual([3]);
    const wanted = boxDownscaled({ data: picture!.data, size: 16, channels: 3 }, resolution);
    const preview = previews[i]!.data;
    const rms = (f: (k: number) => number): number =>
      Math.sqrt(wanted.reduce((sum, value, k) => sum + (value - f(k)) ** 2, 0) / wanted.length);
    const mean = [0, 1, 2].map((c) => {
      const own = wanted.filter((_, k) => k % 3 === c);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    });
    const measured = rms((k) => preview[k]!);
    expect(measured).toBeLessThan(rms((k) => mean[k % 3]!));
    expect(measured).toBeGreaterThan(0.7 * error);
    expect(measured).toBeLessThan(1.4 * error);
  });
});

test('measurements are recorded', async () => {
  const { manifest, files } = await converted({ verify: 2 });
  expect(manifest.latent.normalised).toBe(true);
  expect(manifest.image.range).toEqual([0, 1]);
  expect(manifest.preview).toBe('preview.png');
  expect(files.some(({ path }) => path === 'preview.png')).toBe(true);
  expect(manifest.verified?.samples).toBe(2);
  expect(manifest.verified!.maxError).toBeLessThan(1e-4);
});

test('a network that does not normalise z is recognised', async () => {
  const { manifest } = await converted({}, async (files) => {
    const model = await RunningModel.load({ files });
    const runAll: RunningModel['runAll'] = async (z, size, nodes) => {
      const outputs = await model.runAll(z, size, nodes);
      // A stand-in for a network whose pictures grow with z.
      return outputs.map(({ shape, data }) => ({ shape, data: data.map((x) => x * Math.abs(z[0]!)) }));
    };
    return { runAll, dispose: () => model.dispose() };
  });
  expect(manifest.latent.normalised).toBe(false);
});

test('the user overrides measurements', async () => {
  const { manifest } = await converted({ range: [-3, 4], prior: 'uniform', calibration: 'light' });
  expect(manifest.image.range).toEqual([-3, 4]);
  expect(manifest.latent.prior).toBe('uniform');
  expect(manifest.previewHeads).toEqual([]);
});

test('a bundle with other pictures fails verification', async () => {
  const failing = converted({ verify: 1, calibration: 'none' }, async (files) => {
    const model = await RunningModel.load({ files });
    const runAll: RunningModel['runAll'] = async (...given) =>
      (await model.runAll(...given)).map(({ shape, data }) => ({ shape, data: data.map((x) => x + 1e-3) }));
    return { runAll, dispose: () => model.dispose() };
  });
  await expect(failing).rejects.toMatchObject({ code: 'VERIFY_FAILED' });
});

test('samples are the same on every machine and follow the prior', () => {
  const normal = latents(500, 8, 'normal', 3);
  const uniform = latents(500, 8, 'uniform', 3);
  expect(maxDifference(normal, latents(500, 8, 'normal', 3))).toBe(0);
  expect(Math.max(...normal.map(Math.abs))).toBeGreaterThan(2.5);
  expect(Math.max(...uniform.map(Math.abs))).toBeLessThan(1);
});
