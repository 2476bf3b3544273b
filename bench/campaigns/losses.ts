/**
 * npm run bench:losses -- [--losses 200]
 * Loses an emulated GPU again and again at every moment of a visit. After each loss the picture must come back. Exits with code 1
 * if it does not.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { Losses, moments } from '../../e2e/support/campaigns/losses.ts';
import { convert, fixture } from '../../e2e/support/convert.ts';
import { findChromium, howToGetChromium, sandboxWorks } from '../../scripts/chromium.mjs';
import { root, serveExplorer, serveExplorerWith } from '../browser.ts';

const { values } = parseArgs({ options: { losses: { type: 'string', default: '200' } } });
const folder = mkdtempSync(join(tmpdir(), 'zscape-losses-'));
const models = ['hub_b', 'hub_a'] as const;
for (const id of models) {
  const options = ['--id', id, '--title', id, '--out', join(folder, 'models'), '--quantize', 'none'];
  const { code, errors } = convert(fixture(id, 'module.tar.gz'), ...options);
  if (code !== 0) throw new Error(errors);
}
cpSync(join(root, 'public'), folder, { recursive: true, filter: (path) => !path.includes('models') });
await (await serveExplorer()).close(); // for its build
const served = await serveExplorerWith(folder);
const executablePath = await findChromium();
if (executablePath === undefined) throw new Error(String(howToGetChromium));
const browser = await chromium.launch({
  executablePath,
  chromiumSandbox: sandboxWorks(),
  args: [
    ...['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--use-webgpu-adapter=swiftshader'],
    // After a few crashes of its GPU process, Chromium disables WebGPU, and in the end it exits.
    ...['--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis'],
  ],
});
const counts: Record<string, number> = {};
let done = 0;
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const uncaught: string[] = [];
  page.on('pageerror', ({ message }) => uncaught.push(message));
  const losses = new Losses(browser, page, served.address, models);
  await losses.open();
  for (; done < Number(values.losses); done++) {
    const moment = moments[done % moments.length]!;
    await losses.loseAt(moment);
    counts[moment] = (counts[moment] ?? 0) + 1;
    if (uncaught.length > 0) throw new Error(`uncaught on the page: ${uncaught.join('; ')}`);
  }
  console.log(
    `${done} losses, and the picture came back each time (${losses.left} times on another backend).`,
  );
} catch (error) {
  console.error(`After ${done} losses, at "${moments[done % moments.length]}": ${error}`);
  process.exitCode = 1;
} finally {
  console.log(JSON.stringify(counts));
  await browser.close();
  await served.close();
  rmSync(folder, { recursive: true, force: true });
}
