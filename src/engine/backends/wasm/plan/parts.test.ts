/** Pictures between the parts of another picture, on the real kernels: each comes out as if it had been computed alone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BundleManifest, ProganGenerator } from '../../../../bundle/schema/manifest.ts';
import { gaussians, latents } from '../../../testing/tinyBundle.ts';
import { compileKernels, type Kernels } from '../modules.ts';
import { loadedBundle, weightsWith } from '../testing/bundle.ts';
import { layOut } from './network.ts';
import { Parts } from './parts.ts';
import type { Program } from './program.ts';

const latent = 16;
const kernels = (await compileKernels(false)) as Kernels;

function networkWithPreviews() {
  const bundle = loadedBundle({ latent, channels: [16, 8, 8, 8] });
  const generator = bundle.manifest.generator as ProganGenerator;
  const next = gaussians(3);
  const random = (shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => next() / 4),
  });
  const head = (resolution: number) => ({
    resolution,
    kernel: `k${resolution}`,
    bias: `b${resolution}`,
    error: 0,
  });
  const manifest: BundleManifest = { ...bundle.manifest, previewHeads: [head(8), head(16)] };
  const made = new Map(
    [8, 16].flatMap((r) => [
      [`k${r}`, random([1, 1, 8, 3])],
      [`b${r}`, random([3])],
    ]),
  );
  const weights = weightsWith(bundle.weights, made);
  return layOut({ kernels, threads: 1, manifest, generator, weights });
}

const network = networkWithPreviews();
const programs = [...network.previews, network.full];

function world() {
  let time = 0;
  // The clock advances at each reading, so that every part may have its gap.
  const parts = new Parts(network.machine, () => (time += 100));
  const begun: number[] = [];
  const run = (program: Program, z: Float32Array, gap?: () => Promise<void>) =>
    parts.run(
      program,
      () => {
        begun.push(programs.indexOf(program));
        network.machine.floats(network.latent, latent).set(z);
      },
      () => network.machine.floats(program.head.values, program.head.size ** 2 * 3).slice(),
      gap,
    );
  return { run, begun };
}

const zs = latents(latent, 6);
const alone = programs.map((program) => zs.map((z) => world().run(program, z)));

test('interleaved pictures in any gaps, even nested, come out as if computed alone', async () => {
  const expected = await Promise.all(alone.map((pictures) => Promise.all(pictures)));
  const picture = fc.record({ program: fc.nat(2), z: fc.nat(5) });
  await fc.assert(
    fc.asyncProperty(picture, fc.array(fc.option(picture), { maxLength: 14 }), async (first, plan) => {
      const { run } = world();
      const draw = async ({ program, z }: { program: number; z: number }): Promise<void> => {
        const gap = async () => {
          const between = plan.shift();
          if (between) await draw(between);
        };
        expect(await run(programs[program]!, zs[z]!, gap)).toEqual(expected[program]![z]);
      };
      await draw(first);
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('a small picture in a gap after the parts it overwrites repeats no part; in an earlier gap it causes one restart', async () => {
  const interrupted = async (at: number) => {
    const { run, begun } = world();
    let gaps = 0;
    await run(network.full, zs[0]!, async () => {
      if (++gaps === at) await run(network.previews[0]!, zs[1]!);
    });
    return begun;
  };
  // The preview at 8 px is the dense layer and three convolutions.
  expect(await interrupted(2)).toEqual([2, 0, 2]);
  expect(await interrupted(5)).toEqual([2, 0]);
});

test('an endless stream of frames does not keep a picture from being finished', async () => {
  const { run, begun } = world();
  await run(network.full, zs[0]!, async () => {
    await run(network.full, zs[1]!);
  });
  expect(begun).toEqual([2, 2, 2]);
});

test('a gap that rejects ends the picture, and the next one comes out whole', async () => {
  const { run } = world();
  await expect(run(network.full, zs[0]!, () => Promise.reject(new Error('enough')))).rejects.toThrow(
    'enough',
  );
  expect(await run(network.full, zs[2]!)).toEqual(await alone[2]![2]);
});
