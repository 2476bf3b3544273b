/**
 * npm run bench:drag -- --against DIST [--turns N] [--moves N] [--first-visit]
 * Measures one slider event part by part, in this build and in another version's (given by its dist folder), which take turns in
 * the same browser. Prints each part's median and 95th percentile, and the ratios of the turns with their spread. With
 * `--first-visit` the service worker keeps the page meanwhile, as it does for somebody who comes for the first time.
 */
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, serveBuild, serveExplorer } from './browser.ts';
import { measureParts, type Part } from './explorer/parts.ts';
import { quantile } from './page/measure.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    turns: { type: 'string', default: '6' },
    moves: { type: 'string', default: '150' },
    'first-visit': { type: 'boolean', default: false },
  },
});
if (values.against === undefined) {
  console.error('Say which build to compare with: npm run bench:drag -- --against path/to/dist');
  process.exit(2);
}

const sites = [await serveBuild(resolve(values.against)), await serveExplorer()] as const;
const browser = await launch(false);
const turns: (readonly [Part[], Part[]])[] = [];
try {
  for (let turn = 0; turn < Number(values.turns); turn++) {
    const measure = (site: (typeof sites)[number]) =>
      measureParts(browser, site.address, Number(values.moves), values['first-visit']);
    const both = [await measure(sites[0]), await measure(sites[1])] as const;
    // On a very busy machine a page may show none of its frames in time; such a turn says nothing.
    if (both.every((parts) => Number.isFinite(totalOf(parts).p95))) turns.push(both);
  }
} finally {
  await browser.close();
  await Promise.all(sites.map((site) => site.close()));
}

function totalOf(parts: readonly Part[]): Part {
  return parts.find(({ part }) => part === 'event to pixels')!;
}

const median = (numbers: number[]) =>
  quantile(
    numbers.toSorted((a, b) => a - b),
    0.5,
  );
const inWords = (ms: number) => (Number.isFinite(ms) ? ms.toFixed(1) : '-');

console.log(`${turns.length} turns of ${values.moves} events each, load ${loadavg()[0]!.toFixed(1)}.\n`);
console.log('| part | before, median (95th percentile), ms | now |\n| --- | --- | --- |');
for (const [i, { part }] of turns[0]![0].entries()) {
  const cell = (side: 0 | 1) => {
    const of = (figure: 'median' | 'p95') => inWords(median(turns.map((turn) => turn[side][i]![figure])));
    return `${of('median')} (${of('p95')})`;
  };
  console.log(`| ${part} | ${cell(0)} | ${cell(1)} |`);
}
for (const figure of ['median', 'p95'] as const) {
  const ratios = turns.map(([before, now]) => {
    return totalOf(now)[figure] / totalOf(before)[figure];
  });
  const sorted = ratios.toSorted((a, b) => a - b);
  console.log(
    `\nEvent to pixels, ${figure === 'p95' ? '95th percentile' : 'median'}: ratio ${median(ratios).toFixed(2)} (${sorted[0]!.toFixed(2)} to ${sorted.at(-1)!.toFixed(2)})`,
  );
}
