/** When a model is not loaded, because its download failed or was cancelled, the stage says so and offers to try again. */
import { engine, picture } from '../support/app.ts';
import { serveSite } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

test('weights that cannot be fetched: the stage says why, nothing keeps starting, and Retry shows the picture', async ({
  page,
}) => {
  let broken = true;
  const site = await serveSite({ tamper: (path) => (broken && path.endsWith('.bin') ? null : undefined) });
  await page.goto(`${site.address}?backend=wasm&seed=4`);
  const stage = page.getByRole('region', { name: 'Not loaded' });
  await expect(stage).toBeVisible();
  await expect(page.getByRole('alert')).not.toHaveCount(0);
  await expect(engine(page)).not.toContainText('Starting');
  broken = false;
  await stage.getByRole('button', { name: 'Retry' }).click();
  await expect(picture(page)).toHaveAttribute('data-seed', '4');
  await expect(stage).toBeHidden();
  // The message about the failure is gone, too.
  await expect(page.getByRole('alert')).toHaveCount(0);
  await site.close();
});

test('a list of models that cannot be fetched: Retry gets it once the server answers', async ({ page }) => {
  let broken = true;
  const site = await serveSite({
    tamper: (path) => (broken && path.endsWith('index.json') ? null : undefined),
  });
  await page.goto(`${site.address}?backend=wasm&seed=4`);
  const stage = page.getByRole('region', { name: 'Not loaded' });
  await expect(stage).toBeVisible();
  await expect(engine(page)).not.toContainText('Starting');
  broken = false;
  await stage.getByRole('button', { name: 'Retry' }).click();
  await expect(picture(page)).toHaveAttribute('data-seed', '4');
  await site.close();
});

test('cancelled loading: the stage says so, and Retry resumes it', async ({ page }) => {
  let speed = 20_000;
  const site = await serveSite({
    bytesPerSecond: (path) => (path.endsWith('.bin') ? speed : Number.POSITIVE_INFINITY),
  });
  await page.goto(`${site.address}?backend=wasm&seed=4`);
  await page.getByRole('button', { name: 'Cancel' }).click();
  const stage = page.getByRole('region', { name: 'Not loaded' });
  await expect(stage).toContainText('cancelled');
  await expect(engine(page)).not.toContainText('Starting');
  speed = Number.POSITIVE_INFINITY;
  await stage.getByRole('button', { name: 'Retry' }).click();
  await expect(picture(page)).toHaveAttribute('data-seed', '4');
  await site.close();
});
