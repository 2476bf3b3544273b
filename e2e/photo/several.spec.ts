/** Several pictures, refining them and their difference, and a model without gradients. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { button, openApp, openTab, picture, slider, takeSeed } from '../support/app.ts';
import { addShuffledModel } from '../support/models/shuffled.ts';
import { greyPng, type PictureFile } from '../support/pictures.ts';
import { projectRoot } from '../support/site.ts';
import { slowDown } from '../support/slowMachine.ts';
import { expect, test } from '../support/test.ts';

const match = (page: Page) => page.getByRole('status', { name: 'Match' });
const searching = (page: Page) => page.getByRole('progressbar', { name: 'Finding the face' });

/** @param all pictures that are there then */
async function choose(page: Page, files: PictureFile[], all: number): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Choose a picture').click();
  await (await chooser).setFiles(files);
  await expect(page.getByRole('button', { name: /^Show (?!only )/ })).toHaveCount(all);
}

/** What the model draws for a seed. */
async function drawn(page: Page, seed: number): Promise<PictureFile> {
  await takeSeed(page, seed);
  const url = await picture(page).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL('image/png'));
  return {
    name: `${seed}.png`,
    mimeType: 'image/png',
    buffer: Buffer.from(url.split(',')[1] ?? '', 'base64'),
  };
}

test('pictures become pins and the ends of a walk, are refined, and differ by an attribute', async ({
  page,
  trainedSite,
}) => {
  test.setTimeout(360_000);
  await openApp(page, '', trainedSite.address);
  const files: PictureFile[] = [];
  for (const seed of [11, 12, 13, 14]) files.push(await drawn(page, seed));
  await openTab(page, 'Photo');
  await choose(page, files.slice(0, 2), 2);
  await expect(page.getByText('The faces become pins and the ends of a walk')).toBeVisible();
  const search = await slowDown(page);
  await button(page, 'Find this face').click();
  await expect(page.getByText(/^Picture 1 of 2 · /)).toBeVisible();
  await search.goOn();
  await expect(match(page)).toBeVisible({ timeout: 150_000 });
  await expect(button(page, 'Open the walk')).toBeVisible();
  await expect(button(page, 'Undo')).toHaveAttribute('title', /Find this face/);

  await slider(page, 'Strength').fill('0.3');
  const refining = await slowDown(page);
  await button(page, 'Refine').click();
  await button(page, 'Good enough').click();
  await refining.goOn();
  await expect(searching(page)).toHaveCount(0);
  await expect(button(page, 'Undo')).toHaveAttribute('title', /Refine/);
  await expect(slider(page, 'Strength')).toHaveValue('1');
  await button(page, 'Open the walk').click();
  await openTab(page, 'Photo');

  await choose(page, files.slice(2), 4);
  await button(page, 'Find this face').click();
  const sides = page.getByRole('radiogroup', { name: / is$/ });
  await expect(sides).toHaveCount(4, { timeout: 150_000 });
  for (const [index, side] of ['without', 'without', 'with', 'with'].entries())
    await sides.nth(index).getByRole('radio', { name: side, exact: true }).check();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Beard');
  await button(page, 'Keep as attribute').click();
  const kept = page.getByRole('status', { name: 'As the difference of two pictures' });
  await expect(kept).toContainText(/^Beard is now a slider\. Right on \d+% of 4 held-out faces/);
  await button(page, 'Open Attributes').click();
  await expect(slider(page, 'Beard')).toBeVisible();
});

test('a model without gradients is searched by an evolution strategy, and the page says so', async ({
  page,
  folder,
  serve,
}) => {
  const models = join(folder, 'models');
  cpSync(join(projectRoot, 'public', 'models', 'index.json'), join(models, 'index.json'));
  addShuffledModel(models, 'shuffled');
  const site = await serve({ models: [models] });
  await page.setViewportSize({ width: 390, height: 844 });
  await openApp(page, 'model=shuffled&seed=3', site.address);
  await openTab(page, 'Photo');
  await choose(page, [greyPng('ramp.png', 64, 64)], 1);
  const search = await slowDown(page);
  await button(page, 'Find this face').click();
  const strategy = page.getByText(/no gradients here, .*an evolution strategy/);
  await expect(strategy).toHaveAttribute('title', /TF\.js has no gradient of shuffled/);
  await expect(button(page, 'Stop')).toBeInViewport();
  await button(page, 'Good enough').click();
  await search.goOn();
  await expect(match(page)).toContainText(/Root mean square/);
  await expect(page.getByText(/Found by trial and error \(an evolution strategy\)/)).toBeVisible();
  await expect(picture(page)).toHaveAttribute('data-projection', 'done');
});
