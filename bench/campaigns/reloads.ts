/**
 * npm run bench:reloads -- [--rounds 300] [--seed N]
 * Does random work in one to three tabs, which are reloaded, left, closed, crashed and killed with their browser at random moments.
 * If the page loses something that it had promised to keep (docs/page/arriving.md), prints the seed and the acts before it, and
 * exits with code 1.
 */
import { parseArgs } from 'node:util';
import { OwnBrowser } from '../../e2e/support/reloads/ownBrowser.ts';
import { Reloads } from '../../e2e/support/reloads/reloads.ts';
import { serveBuild, serveExplorer } from '../browser.ts';

/** Rounds per profile: the page keeps the latest hundred unnamed sessions, and a chapter stays below that. */
const chapter = 20;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** A build to take instead of a fresh one. */
    dist: { type: 'string' },
    /** Prints the acts of each round. */
    verbose: { type: 'boolean', default: false },
  },
});
const served = await (values.dist === undefined ? serveExplorer() : serveBuild(values.dist));
const total = { rounds: 0, acts: 0, promises: 0, tabs: 0, kept: 0 };
const endings: Record<string, number> = {};
const rounds = Number(values.rounds);
let seed = Number(values.seed);
const told = (round: string) => values.verbose && console.log(round);
try {
  for (; total.rounds < rounds; seed++) {
    const browser = new OwnBrowser();
    try {
      const reloads = new Reloads(browser, `${served.address}?backend=wasm`, seed);
      const report = await reloads.play(Math.min(chapter, rounds - total.rounds), told);
      total.rounds += report.rounds;
      total.acts += report.acts;
      total.promises += report.promises;
      total.tabs += report.unpromised.tabs;
      total.kept += report.unpromised.kept;
      for (const [name, count] of Object.entries(report.endings))
        endings[name] = (endings[name] ?? 0) + count;
      console.log(`${total.rounds} rounds, ${total.promises} promises held. ${JSON.stringify(endings)}`);
    } finally {
      await browser.remove();
    }
  }
  console.log(
    `${total.rounds} rounds and ${total.acts} acts: ${total.promises} promises, all kept. ` +
      `Of ${total.tabs} tabs that ended with work not yet promised, ${total.kept} had it nevertheless.`,
  );
} catch (error) {
  console.error(
    `Seed ${seed}, ${total.rounds} rounds before it: ${error instanceof Error ? error.message : error}`,
  );
  process.exitCode = 1;
} finally {
  await served.close();
}
