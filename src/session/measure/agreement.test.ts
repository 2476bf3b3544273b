/**
 * The page's figures of the default model and those of `training/evaluate`, for the same latents (`npm run bench:measure
 * -- --write`).
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { proganGenerator } from '../../engine/backends/wasm/generator.ts';
import { compileKernels, type Kernels } from '../../engine/backends/wasm/modules.ts';
import { bundleIn } from '../../engine/testing/node.ts';
import { measureModel } from './measureModel.ts';
import { comparer } from './testing/here.ts';

interface Trained {
  pairs: number;
  walks: number;
  ms_ssim: number;
  ms_ssim_error: number;
  evenness: number;
  path_mean: number;
  path_median: number;
}

const file = new URL('../../../fixtures/measure/agreement.json', import.meta.url);
const trained = (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Trained>)['avatars-128']!;

test("figures for the same latents are within 2 % of the trainer's", async () => {
  const bundle = bundleIn('public/models/avatars-128');
  const kernels = (await compileKernels(false)) as Kernels;
  const { raw } = proganGenerator(bundle, kernels, 1, () => {});
  const { pairs, walks } = trained;
  const { msSsim, smoothness } = await measureModel(
    { model: bundle.manifest, draw: {}, values: (z) => raw(z), backend: () => 'wasm' },
    { pairs, walks },
    comparer,
    { signal: new AbortController().signal, onProgress: () => {} },
  );
  const apart = (page: number, trainer: number) => Math.abs(page / trainer - 1);
  expect(apart(msSsim.mean, trained.ms_ssim)).toBeLessThan(0.02);
  expect(apart(msSsim.error, trained.ms_ssim_error)).toBeLessThan(0.02);
  expect(apart(100 * smoothness!.evenness, trained.evenness)).toBeLessThan(0.02);
  expect(apart(smoothness!.path.mean, trained.path_mean)).toBeLessThan(0.02);
  expect(apart(smoothness!.path.median, trained.path_median)).toBeLessThan(0.02);
});
