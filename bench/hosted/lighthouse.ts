/**
 * npm run bench:lighthouse -- [--dist DIST]
 * Prints Lighthouse's scores of the built page, desktop preset. It is run through npx rather than being a dependency: with its own
 * dependencies it is far larger than everything that this project installs. The performance score means something only on an idle
 * machine, so the load is printed beside it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium, howToGetChromium, sandboxWorks } from '../../scripts/chromium.mjs';
import { root, serveBuild } from '../browser.ts';

const wanted: Readonly<Record<string, number>> = {
  accessibility: 100,
  'best-practices': 100,
  seo: 100,
  performance: 95,
};

interface Report {
  categories: Record<string, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; title: string; displayValue?: string }>;
}

const { values } = parseArgs({ options: { dist: { type: 'string', default: join(root, 'dist') } } });
const chrome = await findChromium();
if (chrome === undefined) throw new Error(String(howToGetChromium));
const site = await serveBuild(resolve(values.dist));
const folder = mkdtempSync(join(tmpdir(), 'zscape-lighthouse-'));
try {
  const path = join(folder, 'report.json');
  const flags = `--headless=new${sandboxWorks() ? '' : ' --no-sandbox'}`;
  const args = ['-y', 'lighthouse@13.5.0', site.address, '--preset=desktop', '--output=json', '--quiet'];
  // The server runs in this process, so it must keep running while Lighthouse makes requests.
  const code = await new Promise((done) =>
    spawn('npx', [...args, `--output-path=${path}`, `--chrome-flags=${flags}`], {
      env: { ...process.env, CHROME_PATH: chrome },
      stdio: ['ignore', 'inherit', 'inherit'],
    }).on('close', done),
  );
  if (code !== 0) throw new Error(`Lighthouse ended with ${code}.`);
  const { categories, audits }: Report = JSON.parse(readFileSync(path, 'utf8'));
  console.log(`load ${loadavg()[0]!.toFixed(1)}`);
  for (const [name, least] of Object.entries(wanted)) {
    const { score, auditRefs } = categories[name]!;
    const reached = Math.round(score * 100);
    if (reached < least) process.exitCode = 1;
    console.log(`${name}: ${reached} (at least ${least})`);
    for (const { id, weight } of auditRefs) {
      const audit = audits[id]!;
      if (weight > 0 && audit.score !== null && audit.score < 0.9)
        console.log(`  ${id}: ${audit.title} ${audit.displayValue ?? ''}`);
    }
  }
} finally {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
}
