/**
 * npm run bench:monkey -- [--seed N] [--minutes N] [--backend wasm|webgpu|cpu]
 * Lets a seeded monkey use the page for ten minutes: every panel, undo and redo, reloads, and tabs closed in the middle of
 * something. If the page breaks, prints what went wrong and the acts before it, and exits with code 1.
 */
import { parseArgs } from 'node:util';
import { Monkey } from '../../e2e/support/campaigns/monkey.ts';
import { launch, serveExplorer } from '../browser.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '10' },
    backend: { type: 'string', default: 'wasm' },
  },
});
const served = await serveExplorer();
const browser = await launch(values.backend === 'webgpu');
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const monkey = new Monkey(context, `${served.address}?backend=${values.backend}`, Number(values.seed));
  const end = Date.now() + Number(values.minutes) * 60_000;
  const { acts, counts } = await monkey.play(() => Date.now() < end);
  console.log(`Seed ${values.seed}: ${acts} acts, and nothing broke. ${JSON.stringify(counts)}`);
} catch (error) {
  console.error(`Seed ${values.seed}: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  await served.close();
}
