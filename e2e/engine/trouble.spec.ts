/** Trouble that the engine meets on some machines: no threads, threads that die, no memory, weights that are not numbers. */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { andSee, button, engine, openApp, openTab, picture, slider, slideTo } from '../support/app.ts';
import { canvasPixels, colourCount, difference } from '../support/pixels.ts';
import type { SiteOptions } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

const isThread = (path: string) => /assets\/thread\.worker-[\w-]+\.js$/.test(path);
const isEngine = (path: string) => /assets\/engine.worker-[\w-]+\.js$/.test(path);

/** A thread that takes a task and never returns. The numbers are addresses in the kernels' memory and of its control words. */
const mortalThread = `
  onmessage = ({ data: { memory } }) => {
    const tickets = new BigInt64Array(memory.buffer, 0, 1);
    const words = new Int32Array(memory.buffer);
    for (;;) {
      const ticket = Atomics.load(tickets, 0);
      const [front, back, sequence] = [ticket & 0xffffn, (ticket >> 16n) & 0xffffn, ticket >> 32n].map(Number);
      const index = sequence - Atomics.load(words, 5);
      const step = Atomics.load(words, 4) + 16 * index;
      if (index < 0 || index >= Atomics.load(words, 6) || front + back >= words[(step + 4) / 4]) continue;
      if (Atomics.compareExchange(tickets, 0, ticket, ticket + 1n) === ticket) return close();
    }
  };
  postMessage('ready');`;

/** Acts like a browser that no longer gives a page a large memory. */
const noMemory = `{
  const Memory = WebAssembly.Memory;
  WebAssembly.Memory = function (how) {
    if (how.initial > 100) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    return new Memory(how);
  };
}`;

const cases: { what: string; site: SiteOptions; says: RegExp; backend: string; small?: boolean }[] = [
  {
    what: 'threads whose script is missing',
    site: { tamper: (path) => (isThread(path) ? null : undefined) },
    says: /one thread here, because its threads did not start/,
    backend: 'wasm',
  },
  {
    what: 'a thread that dies at work',
    site: { tamper: (path) => (isThread(path) ? Buffer.from(mortalThread) : undefined) },
    says: /continues on one thread/,
    backend: 'wasm',
  },
  {
    what: 'a server that does not isolate the page',
    site: { isolated: false, tamper: (path) => (path === 'sw.js' ? null : undefined) },
    says: /one thread here, because the server does not isolate the page/,
    backend: 'wasm',
  },
  {
    what: 'no memory for the model',
    site: {
      tamper: (path, bytes) => (isEngine(path) ? Buffer.concat([Buffer.from(noMemory), bytes]) : undefined),
    },
    says: /needs \d+ MB of memory.*computed with (WebGL|CPU) instead/,
    backend: '(webgl|cpu)',
    // The fallback is slow, so the shipped model has to do.
    small: true,
  },
];

for (const { what, site: options, says, backend, small } of cases) {
  test(`${what}: one sentence, and the picture is shown`, async ({ page, wideModel, serve }) => {
    test.setTimeout(300_000);
    const site = await serve(small ? options : { ...options, models: [wideModel] });
    await page.goto(`${site.address}?seed=4&backend=wasm`);
    await expect(page.getByRole('note').filter({ hasText: says })).toHaveCount(1, { timeout: 120_000 });
    await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/, { timeout: 120_000 });
    expect(colourCount(await canvasPixels(picture(page)))).toBeGreaterThan(200);
    await expect(picture(page)).toHaveAttribute('data-seed', '4');
    await expect(engine(page)).toHaveAttribute('data-backend', new RegExp(`^${backend}$`));
    if (backend === 'wasm') await expect(engine(page)).toHaveAttribute('title', /1 thread\b/);
  });
}

test('weights that are not numbers are reported, and the previous model stays', async ({
  page,
  fixtureModels,
  serve,
  folder,
}) => {
  cpSync(fixtureModels, folder, { recursive: true });
  const bundle = join(folder, 'hub_a');
  const shard = readdirSync(bundle).find((name) => name.endsWith('.bin'))!;
  const bytes = readFileSync(join(bundle, shard));
  for (let at = 0; at + 4 <= bytes.length; at += 400) bytes.writeFloatLE(Number.NaN, at);
  writeFileSync(join(bundle, shard), bytes);
  const manifest = JSON.parse(readFileSync(join(bundle, 'zscape.json'), 'utf8'));
  const file = manifest.files.find(({ path }: { path: string }) => path === shard);
  file.sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(bundle, 'zscape.json'), JSON.stringify(manifest));
  const site = await serve({ models: [folder] });
  await openApp(page, 'model=hub_b&seed=91&backend=wasm', site.address);
  await button(page, 'Pin').click();
  const before = await canvasPixels(picture(page));
  await openTab(page, 'Models');
  await page.getByRole('button', { name: /^Load hub_a/i }).click();
  await expect(page.getByRole('alert')).toContainText(/not numbers/);
  await expect(picture(page)).toHaveAttribute('data-model', 'hub_b');
  expect(difference(before, await canvasPixels(picture(page))).largest).toBe(0);
  await openTab(page, 'Sample');
  await andSee(page, () => slideTo(slider(page, 'z 0'), 1.5));
});
