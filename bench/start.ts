/**
 * npm run bench:start -- [--against DIST] [--runs N] [--json]
 * Shows where the time goes from an empty cache to the first picture, as a table of medians over many cold starts. With
 * `--against`, another version's build (its dist folder) takes turns with this one in the same browser.
 */
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExplorer, launch, serveBuild } from './browser.ts';
import { type Compared, compare, tableOf } from './start/table.ts';
import { type Task, tracedTasks } from './start/traced.ts';
import { serveSite, UnwatchedBrowser } from './start/unwatched.ts';
import type { Report } from './start/watch.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    runs: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
  },
});

const builds = [
  ...(values.against === undefined ? [] : [{ name: 'before', dist: resolve(values.against) }]),
  { name: 'now', dist: await buildExplorer() },
];
const runs = new Map<string, Report[]>(builds.map(({ name }) => [name, []]));
const sites = await Promise.all(
  builds.map(async ({ name, dist }) => ({ name, site: await serveSite(dist) })),
);
const unwatched = await UnwatchedBrowser.start();
try {
  // The first turn warms the machine up and is not counted.
  for (let turn = 0; turn <= Number(values.runs); turn++) {
    for (const { name, site } of sites) {
      const start = await unwatched.coldStart(site);
      if (turn > 0) runs.get(name)!.push(start);
    }
  }
} finally {
  await unwatched.close();
  for (const { site } of sites) site.close();
}

const tasks = new Map<string, Task[]>();
const browser = await launch(false);
try {
  for (const { name, dist } of builds) {
    const site = await serveBuild(dist);
    tasks.set(name, await tracedTasks(browser, site.address));
    await site.close();
  }
} finally {
  await browser.close();
}
const compared: Compared[] = [...runs].map(([name, starts]) => compare(name, starts, tasks.get(name)!));
console.log(
  values.json
    ? JSON.stringify({ load: loadavg(), compared })
    : tableOf(compared, `load ${loadavg()[0]!.toFixed(1)}`),
);
