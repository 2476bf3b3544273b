/** WebGPU on the software adapter: losing the device, and models that our own kernels cannot compute. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine, openApp, picture, takeSeed } from '../support/app.ts';
import { Losses } from '../support/campaigns/losses.ts';
import { convert, fixture } from '../support/convert.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

test('a GPU that crashes costs only a moment @webgpu', async ({ page, browser, fixtureSite }) => {
  await openApp(page, 'model=hub_b&backend=webgpu&seed=7', fixtureSite.address);
  await expect(engine(page)).toHaveAttribute('data-backend', 'webgpu');
  const before = await canvasPixels(picture(page));
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await expect(page.getByText('It restarts by itself.').first()).toBeVisible();
  await expect(picture(page)).toHaveAttribute('data-seed', '7');
  // The crash also wipes the canvas.
  await expect
    .poll(async () => difference(await canvasPixels(picture(page)), before).largest)
    .toBeLessThanOrEqual(1);
  await takeSeed(page, 8);
  await expect(engine(page)).toHaveAttribute('data-backend', 'webgpu');
  expect(difference(await canvasPixels(picture(page)), before).largest).toBeGreaterThan(10);
});

test('a GPU that is lost again and again costs only moments @webgpu', async ({
  page,
  browser,
  fixtureSite,
}) => {
  test.setTimeout(300_000);
  const losses = new Losses(browser, page, fixtureSite.address, ['hub_b', 'hub_a']);
  await losses.open();
  for (const moment of ['drag', 'load', 'batch', 'export', 'start'] as const) await losses.loseAt(moment);
});

test('a model of another family runs on TF.js on the same device @webgpu', async ({
  page,
  serve,
  folder,
}) => {
  const archive = fixture('dcgan_upsample28', 'module.tar.gz');
  const { code, errors } = convert(archive, '--id', 'dcgan', '--title', 'DCGAN', '--out', folder);
  expect(code, errors).toBe(0);
  const { family } = JSON.parse(readFileSync(join(folder, 'dcgan', 'zscape.json'), 'utf8')).generator;
  expect(family).toBe('graph');
  const site = await serve({ models: [folder] });
  await openApp(page, 'model=dcgan&backend=wasm&seed=4', site.address);
  const wasm = await canvasPixels(picture(page));
  await openApp(page, 'model=dcgan&backend=webgpu&seed=4', site.address);
  await expect(engine(page)).toHaveAttribute('data-backend', 'webgpu');
  expect(difference(await canvasPixels(picture(page)), wasm).largest).toBeLessThanOrEqual(2);
});
