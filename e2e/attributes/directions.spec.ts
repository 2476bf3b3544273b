/** Directions that come with a model, and directions found from pictures alone. */
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
  chooseFromMore,
  download,
  openApp,
  openTab,
  picture,
  slider,
  slideTo,
  takeSeed,
} from '../support/app.ts';
import { convert, fixture } from '../support/convert.ts';
import { readNpy } from '../support/npy.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { projectRoot } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

const size = 512;
const latent = async (page: Page) =>
  readNpy((await download(page, () => chooseFromMore(page, 'Latent (.npy)'))).bytes).data;
const dot = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  Array.from(one).reduce((sum, value, i) => sum + value * other[i]!, 0);
const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Two directions at an angle of 53 degrees, and one at right angles to both. */
const axis = (...parts: [number, number][]) => {
  const vector = new Array<number>(size).fill(0);
  for (const [index, value] of parts) vector[index] = value;
  return vector;
};
const smile = axis([10, 1]);
const cheeks = axis([10, 0.6], [11, 0.8]);
const hat = axis([12, 1]);

const fewDirections = [
  {
    name: 'Smile',
    group: 'Face',
    vector: smile,
    accuracy: { share: 0.93, low: 0.91, high: 0.95, samples: 600 },
    step: { deviations: 3, success: 0.87, note: 'Also opens the eyes a little.' },
  },
  { name: 'Cheeks', group: 'Face', vector: cheeks },
  { name: 'Hat', group: 'Clothes', vector: Buffer.from(new Float32Array(hat).buffer).toString('base64') },
];

/** The default model with labelled directions, as the trainer writes them. */
function withDirections(folder: string, listed: readonly object[] = fewDirections): void {
  cpSync(join(projectRoot, 'public', 'models'), folder, { recursive: true });
  const directions = {
    schema: 1,
    latent: size,
    units: 'standard deviations',
    directions: listed,
  };
  const bytes = Buffer.from(JSON.stringify(directions));
  const bundle = join(folder, defaultModel.id);
  writeFileSync(join(bundle, 'directions.json'), bytes);
  const manifest = JSON.parse(readFileSync(join(bundle, 'zscape.json'), 'utf8'));
  manifest.directions = 'directions.json';
  manifest.files = [
    ...manifest.files.filter(({ path }: { path: string }) => path !== 'directions.json'),
    {
      path: 'directions.json',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  ];
  writeFileSync(join(bundle, 'zscape.json'), JSON.stringify(manifest));
}

test('labelled directions of a bundle are sliders in groups, with the effect of a step, locks and a meter', async ({
  page,
  serve,
  folder,
}) => {
  withDirections(folder);
  const site = await serve({ models: [folder] });
  await openApp(page, 'backend=wasm&seed=21', site.address);
  await openTab(page, 'Attributes');
  const labelled = group(page, 'Labelled');
  await expect(labelled.getByRole('heading', { name: 'Face' })).toBeVisible({ timeout: 60_000 });
  await expect(labelled.getByRole('heading', { name: 'Clothes' })).toBeVisible();
  await expect(labelled.getByRole('slider')).toHaveCount(3);
  await expect(
    group(page, 'Found in pictures').getByRole('button', { name: 'Find directions' }),
  ).toBeVisible();
  await expect(group(page, 'Found in the weights').getByRole('slider').first()).toBeVisible({
    timeout: 60_000,
  });

  await button(page, 'Smile').click();
  await expect(labelled).toContainText(
    'A step of 3 σ gives it to 87% of faces. Also opens the eyes a little.',
  );
  await expect(labelled).toContainText('Right on 93% of 600 held-out faces (95% interval: 91% to 95%).');

  // Moved by one standard deviation along the file's direction; the meter shows what else moves.
  const before = await latent(page);
  await andSee(page, () => slideTo(slider(page, 'Smile'), 3));
  const after = await latent(page);
  expect(dot(after, smile) - dot(before, smile)).toBeGreaterThan(2);
  expect(dot(after, hat) - dot(before, hat)).toBeLessThan(0.2);
  const meter = group(page, 'What else moved');
  await expect(meter.getByRole('listitem').filter({ hasText: 'Cheeks' })).toContainText(
    /Cheeks \+[1-3]\.\d\d/,
  );

  await button(page, 'Lock Cheeks').click();
  const held = await latent(page);
  expect(Math.abs(dot(held, cheeks) - dot(before, cheeks))).toBeLessThan(1e-3);
  await expect(labelled).toContainText('80% of it is free of the locked attributes');
  await expect(meter).not.toContainText('Cheeks');
  await button(page, 'Lock Cheeks').click();

  await andSee(page, () => button(page, 'Invert').click());
  await expect(slider(page, 'Smile')).toHaveValue('-3');
  await button(page, 'Copy').click();
  await andSee(page, () => button(page, 'Clear').click());
  await expect(slider(page, 'Smile')).toHaveValue('0');
  expect(dot(await latent(page), smile)).toBeCloseTo(dot(before, smile), 4);
  await takeSeed(page, 22);
  await andSee(page, () => button(page, 'Paste').click());
  await expect(slider(page, 'Smile')).toHaveValue('-3');

  // The sum of a face and an attribute uses the attribute's name.
  await button(page, 'Pin').click();
  await openTab(page, 'Arithmetic');
  await andSee(page, () => page.getByRole('textbox', { name: 'Expression' }).fill('A + 2 hat'));
  expect(dot(await latent(page), hat)).toBeGreaterThan(1);
});

test('a damaged list of directions is reported, and everything else works', async ({
  page,
  serve,
  folder,
}) => {
  withDirections(folder);
  writeFileSync(join(folder, defaultModel.id, 'directions.json'), '{}');
  const site = await serve({ models: [folder] });
  await openApp(page, 'backend=wasm&seed=21', site.address);
  await openTab(page, 'Attributes');
  await expect(page.getByRole('alert')).toContainText('directions.json');
  await expect(slider(page, 'SeFa 1')).toBeVisible({ timeout: 60_000 });
});

for (const prior of ['normal', 'uniform'] as const) {
  test(`a model of another family with a ${prior} prior gets its directions from pictures`, async ({
    page,
    serve,
    folder,
  }) => {
    test.setTimeout(240_000);
    const { code, errors } = convert(
      fixture('dcgan_upsample28', 'module.tar.gz'),
      ...['--id', 'dcgan', '--title', 'DCGAN', '--out', folder, '--quantize', 'none'],
    );
    expect(code, errors).toBe(0);
    const manifest = JSON.parse(readFileSync(join(folder, 'dcgan', 'zscape.json'), 'utf8'));
    expect(manifest.generator.family).toBe('graph');
    manifest.latent.prior = prior;
    writeFileSync(join(folder, 'dcgan', 'zscape.json'), JSON.stringify(manifest));
    const site = await serve({ models: [folder] });
    await openApp(page, 'backend=wasm&seed=5', site.address);
    if (prior === 'uniform') expect(Math.max(...(await latent(page)).map(Math.abs))).toBeLessThanOrEqual(1);
    await openTab(page, 'Attributes');
    await expect(group(page, 'Found in the weights')).toHaveCount(0);
    await button(page, 'Find directions').click();
    const first = slider(page, 'PCA 1');
    await expect(first).toBeVisible({ timeout: 120_000 });
    await expect(group(page, 'Found in pictures').getByRole('slider')).toHaveCount(9);
    await button(page, 'PCA 1').click();
    await expect(group(page, 'Found in pictures')).toContainText(/\d+(\.\d+)?% of the variance/);
    const change = async (name: string) => {
      const plain = await canvasPixels(picture(page));
      await andSee(page, () => slideTo(slider(page, name), 3));
      const moved = difference(plain, await canvasPixels(picture(page))).mean;
      await andSee(page, () => button(page, `Clear ${name}`).click());
      return moved;
    };
    // The component with the most variance changes pictures more than one with little.
    expect(await change('PCA 1')).toBeGreaterThan(await change('PCA 9'));
    await page.reload();
    await openTab(page, 'Attributes');
    await expect(first).toBeVisible({ timeout: 60_000 });
  });
}

/** Sixteen sliders with two named ends in four groups; the first of each group comes before the groups. */
const twoEnded = ['Pose', 'Hair', 'Eyes', 'Mouth'].flatMap((heading, at) =>
  ['width', 'height', 'tilt', 'colour'].map((what, i) => ({
    name: `${heading} ${what}`,
    group: heading,
    low: `low ${what}`,
    high: `high ${what}`,
    ...(i === 0 && { first: true }),
    vector: axis([20 + 4 * at + i, 1]),
  })),
);

test('of many sliders a few are shown first, the others open under their groups, and a search finds each', async ({
  page,
  serve,
  folder,
}) => {
  withDirections(folder, twoEnded);
  const site = await serve({ models: [folder] });
  await openApp(page, 'backend=wasm&seed=21', site.address);
  await openTab(page, 'Attributes');
  const labelled = group(page, 'Labelled');
  await expect(labelled.getByRole('slider')).toHaveCount(4, { timeout: 60_000 });
  await expect(labelled).toContainText('low width');

  const before = await latent(page);
  await andSee(page, () => slideTo(slider(page, 'Pose width'), -2));
  await expect(slider(page, 'Pose width')).toHaveAttribute('aria-valuetext', /−2.0 .*towards low width/);
  const after = await latent(page);
  expect(dot(before, twoEnded[0]!.vector) - dot(after, twoEnded[0]!.vector)).toBeGreaterThan(1);

  const hair = labelled.getByRole('button', { name: /^Hair 3$/ });
  await expect(hair).toHaveAttribute('aria-expanded', 'false');
  await hair.click();
  await expect(labelled.getByRole('slider')).toHaveCount(7);
  await andSee(page, () => slideTo(slider(page, 'Hair tilt'), 1));
  await expect(labelled.getByRole('button', { name: 'Hair 1 of 3 moved' })).toBeVisible();

  const search = page.getByRole('searchbox', { name: 'Search attributes' });
  await search.fill('colour MOUTH');
  await expect(labelled.getByRole('slider')).toHaveCount(1);
  await expect(slider(page, 'Mouth colour')).toBeVisible();
  await search.fill('nose');
  await expect(page.getByText('No attribute is called “nose”.')).toBeVisible();
  await search.press('Escape');
  await expect(search).toHaveValue('');
  await expect(labelled.getByRole('slider')).toHaveCount(7);

  // Open groups stay open.
  await page.reload();
  await expect(labelled.getByRole('button', { name: /^Hair \d/ })).toHaveAttribute('aria-expanded', 'true', {
    timeout: 60_000,
  });
});
