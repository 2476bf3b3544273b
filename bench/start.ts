/**
 * npm run bench:start -- [--against DIST] [--runs N] [--json]
 * Shows where the time goes from an empty cache to the first picture, as a table of medians over many cold starts. With
 * `--against`, another version's build (its dist folder) takes turns with this one in the same browser.
 */
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, serveBuild, serveExplorer } from './browser.ts';
import { coldStart, type Start } from './start/coldStart.ts';
import { type Compared, compare, tableOf } from './start/table.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    runs: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
  },
});

const served = [
  ...(values.against === undefined
    ? []
    : [{ name: 'before', site: await serveBuild(resolve(values.against)) }]),
  { name: 'now', site: await serveExplorer() },
];
const browser = await launch(false);
const runs = new Map<string, Start[]>(served.map(({ name }) => [name, []]));
const traced = new Map<string, Start>();
try {
  // The first turn warms the machine up and is not counted.
  for (let turn = 0; turn <= Number(values.runs); turn++) {
    for (const { name, site } of served) {
      const start = await coldStart(browser, site.address, false);
      if (turn > 0) runs.get(name)!.push(start);
    }
  }
  for (const { name, site } of served) traced.set(name, await coldStart(browser, site.address, true));
} finally {
  await browser.close();
  await Promise.all(served.map(({ site }) => site.close()));
}
const compared: Compared[] = [...runs].map(([name, starts]) => compare(name, starts, traced.get(name)!));
console.log(
  values.json
    ? JSON.stringify({ load: loadavg(), compared })
    : tableOf(compared, `load ${loadavg()[0]!.toFixed(1)}`),
);
