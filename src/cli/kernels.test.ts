/** The engine's kernels as the converter's command uses them. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ProganGenerator } from '../bundle/schema/manifest.ts';
import { memoryFiles } from '../converter/archive/files.ts';
import { convert } from '../converter/convert.ts';
import type { ConvertedBundle } from '../converter/emit/bundle.ts';
import { latents } from '../converter/measure/calibrate/latents.ts';
import type { OpenKernels, Runner } from '../converter/run/runner.ts';
import { RunningModel } from '../converter/run/tfjs.ts';
import { maxDifference } from '../converter/testing/npy.ts';
import { proganModule } from '../converter/testing/progan/module.ts';
import { openKernels } from './kernels.node.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Wide enough that TF.js would take long for 288 pictures. */
const layout = { latent: 24, channels: [96, 96, 96, 92] };
const module = () => memoryFiles(proganModule(layout, { clip: [0, 1] }));
const openRunner = (files: ConvertedBundle['files']): Promise<Runner> => RunningModel.load({ files });

let bundle: ConvertedBundle;
let generator: ProganGenerator;
let tfjs: RunningModel;
beforeAll(async () => {
  bundle = await convert(module(), { id: 'wide', quantization: 'none' });
  generator = bundle.manifest.generator as ProganGenerator;
  tfjs = await RunningModel.load(bundle);
});
afterAll(() => tfjs.dispose());

test('the picture and the outputs of its blocks match those of TF.js for the same nodes', async () => {
  const { manifest, files } = bundle;
  const kernels = (await openKernels({ ...manifest, generator, files }))!;
  const nodes = [generator.output, ...generator.blocks.slice(0, -1).map(({ output }) => output!)];
  const z = latents(3, layout.latent, 'normal', 5);
  const got = await kernels.runAll(z, layout.latent, nodes);
  const wanted = await tfjs.runAll(z, layout.latent, nodes);
  expect(got.map(({ shape }) => shape)).toEqual([
    [3, 32, 32, 3],
    [3, 4, 4, 96],
    [3, 8, 8, 96],
    [3, 16, 16, 96],
  ]);
  for (const [i, { data }] of got.entries()) expect(maxDifference(data, wanted[i]!.data)).toBeLessThan(1e-4);
  await expect(kernels.runAll(z, layout.latent, ['elsewhere'])).rejects.toThrow(/elsewhere/);
  kernels.dispose();
});

/** Converts with these kernels. @returns the heads' errors, and the number of pictures requested from the kernels. */
async function fitted(open: OpenKernels) {
  let asked = 0;
  const counted: OpenKernels = async (model) => {
    const runner = await open(model);
    return (
      runner && {
        runAll(z, size, nodes) {
          asked += z.length / size;
          return runner.runAll(z, size, nodes);
        },
        dispose: () => runner.dispose(),
      }
    );
  };
  const { manifest } = await convert(
    module(),
    { id: 'wide', quantization: 'none', calibration: 'full' },
    { openRunner, openKernels: counted },
  );
  return { asked, errors: manifest.previewHeads.map(({ error }) => error) };
}

test('heads fitted on the kernels match those fitted by TF.js', async () => {
  const own = await fitted(openKernels);
  expect(own.asked).toBe(1 + 288);
  const slow = await fitted(async () => undefined);
  expect(own.errors).toHaveLength(3);
  for (const [i, error] of own.errors.entries()) expect(error / slow.errors[i]!).toBeCloseTo(1, 3);
});

test.each<[string, OpenKernels]>([
  [
    'whose picture differs from TF.js',
    async (model) => {
      const runner = (await openKernels(model))!;
      const off = (data: Float32Array) => data.map((x) => x + 0.01);
      return {
        ...runner,
        runAll: async (...given) =>
          (await runner.runAll(...given)).map(({ shape, data }) => ({ shape, data: off(data) })),
      };
    },
  ],
  ['that do not start', () => Promise.reject(new Error('no memory'))],
  ['that are missing', async () => undefined],
])('kernels %s are not used: TF.js takes over', async (_, open) => {
  const abort = new AbortController();
  const stopping = async (files: ConvertedBundle['files']): Promise<Runner> => {
    const model = await RunningModel.load({ files });
    return {
      runAll(z, size, nodes) {
        if (nodes.length > 1) abort.abort(); // Blocks are requested: this is the fit.
        return model.runAll(z, size, nodes);
      },
      dispose: () => model.dispose(),
    };
  };
  const options = { id: 'wide', quantization: 'none', calibration: 'full' } as const;
  const hooks = { openRunner: stopping, openKernels: open, signal: abort.signal };
  await expect(convert(module(), options, hooks)).rejects.toMatchObject({ code: 'CANCELLED' });
});
