import { afterAll, expect, test, vi } from 'vitest';
import { memoryFiles } from '../archive/files.ts';
import { convert } from '../convert.ts';
import { latents } from '../measure/calibrate/latents.ts';
import { proganModule } from '../testing/progan/module.ts';
import { openPool } from './pool.node.ts';
import type { Runner } from './runner.ts';
import { RunningModel } from './tfjs.ts';

vi.setConfig({ testTimeout: 60_000 });

const layout = { latent: 6, channels: [5, 4] };
const open: Runner[] = [];

afterAll(() => {
  for (const runner of open) runner.dispose();
});

test('threads give the same results as one, each for its own request', async () => {
  const { files, manifest } = await convert(memoryFiles(proganModule(layout)), { id: 'tiny' });
  const model = await RunningModel.load({ files });
  const pool = await openPool(files, 2);
  open.push(model, pool);
  const nodes = [manifest.generator.output];
  const zs = [1, 2, 3, 4, 5].map((seed) => latents(2, layout.latent, 'normal', seed));
  const answers = await Promise.all(zs.map((z) => pool.runAll(z, layout.latent, nodes)));
  for (const [i, z] of zs.entries()) {
    expect(answers[i]).toEqual(await model.runAll(z, layout.latent, nodes));
  }
});

test('a request that cannot be answered is an error, but the next one is not', async () => {
  const { files, manifest } = await convert(memoryFiles(proganModule(layout)), { id: 'tiny' });
  const pool = await openPool(files, 1);
  open.push(pool);
  const z = latents(1, layout.latent, 'normal', 1);
  await expect(pool.runAll(z, layout.latent, ['no such node'])).rejects.toThrow();
  expect(await pool.runAll(z, layout.latent, [manifest.generator.output])).toHaveLength(1);
});
