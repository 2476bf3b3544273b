/** Every WebGPU kernel, compiled and run on the software adapter and compared with its definition, on a page of its own. */
import { createServer, type ViteDevServer } from 'vite';
import { projectRoot } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

let server: ViteDevServer;

test.beforeAll(async () => {
  server = await createServer({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    cacheDir: 'node_modules/.cache/zscape-kernel-check',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: ['valibot'] },
  });
  await server.listen();
});
test.afterAll(() => server.close());

test('every WebGPU kernel computes its definition @webgpu', async ({ page }) => {
  test.setTimeout(600_000); // A processor takes seconds to compile one.
  await page.goto(`${server.resolvedUrls?.local[0]}src/engine/backends/webgpu/testing/check.html`);
  await expect(page.locator('output')).toHaveText(/^(Done|Failed)/, { timeout: 540_000 });
  await expect(page.locator('output')).toHaveText(/^Done/);
  const wrong = await page.locator('li.wrong').allTextContents();
  expect(wrong).toEqual([]);
  const right = await page.locator('li.right').allTextContents();
  for (const kind of [
    'plain',
    'split direct',
    'split f2',
    'split collapse',
    'tiled direct',
    'tiled f2',
    'tiled f4',
    'tiled collapse',
  ])
    expect(right.join('\n')).toContain(kind);
  expect(right.length).toBeGreaterThan(24);
  test.info().annotations.push({ type: 'differences', description: right.join('\n') });
});
