/**
 * `npm test`: installs what is missing, runs every step even if earlier ones failed, and ends with one line, `N passed, N failed`,
 * summed from the suites' own reports.
 * `npm test -- --only unit,e2e` runs some of the steps; further arguments go to the step's tool: `npm test -- --only unit src/latent`.
 */
import { parseArgs } from 'node:util';
import { ensureInstalled } from './ensureInstalled.mjs';

// The tests of the data set need its own packages.
ensureInstalled({ dev: true, folders: ['scripts/dataset'] });
if (!process.stdout.isTTY) process.env.NO_COLOR = '1';
const { steps } = await import('./test/steps.mjs');
const { inWords, sum } = await import('./test/reports.mjs');

const names = steps.map((step) => step.name);
const { chosen, args } = readOptions();

/** @type {{ title: string, seconds: number, counts: import('./test/reports.mjs').Counts }[]} */
const results = [];
for (const step of steps.filter(({ name }) => chosen.includes(name))) {
  console.log(`\n=== ${step.title}`);
  const start = performance.now();
  const counts = await step.run(args).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0, note: 'it could not be run' };
  });
  results.push({ title: step.title, seconds: (performance.now() - start) / 1000, counts });
}

console.log('\n=== Summary');
const width = Math.max(...results.map(({ title }) => title.length));
for (const { title, seconds, counts } of results) {
  const tests = counts.passed + counts.failed + counts.skipped;
  const words = tests === 0 ? 'holds' : inWords(counts);
  const note = counts.note === undefined ? '' : `  (${counts.note})`;
  console.log(`${title.padEnd(width)}  ${seconds.toFixed(0).padStart(4)} s  ${words}${note}`);
}

const total = sum(results.map(({ counts }) => counts));
process.exitCode = total.failed > 0 || results.length === 0 ? 1 : 0;
console.log(`\n${inWords(total)}`);

/** @returns {{ chosen: string[], args: string[] }} */
function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      options: { only: { type: 'string' } },
      allowPositionals: true,
    });
    const chosen = values.only?.split(',') ?? names;
    const unknown = chosen.filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new Error(`There is no step named ${unknown.join(', ')}.`);
    if (positionals.length > 0 && chosen.length !== 1) {
      throw new Error('Arguments for a tool need exactly one step: --only STEP.');
    }
    return { chosen, args: positionals };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(
      `npm test -- [--only ${names.join(',')}] [arguments for that step's tool; its options after another --]`,
    );
    process.exit(2);
  }
}
