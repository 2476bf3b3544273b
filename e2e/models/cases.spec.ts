/** Models in the forms in which people publish them give the pictures of the library that they come from. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
  chooseFromMore,
  download,
  openApp,
  openLatentFile,
  openTab,
} from '../support/app.ts';
import { fixture } from '../support/convert.ts';
import { type FloatArray, largestDifference, readNpy, slice, writeNpy } from '../support/npy.ts';
import { expect, test } from '../support/test.ts';

const models = [
  ...readdirSync(fixture('cases'))
    .filter((name) => !name.includes('.'))
    .map((name) => ({ kind: 'cases', name })),
  ...['dcgan-external', 'class-index', 'mlp784', 'progan-transposed', 'stylegan2-batch1'].map((name) => ({
    kind: 'onnx',
    name,
  })),
];
type Model = (typeof models)[number];

const pathOf = ({ kind, name }: Model, file: string) => fixture(kind, name, file);
const read = (model: Model, file: string): FloatArray => readNpy(readFileSync(pathOf(model, file)));

/** The page's pictures have channels last; TF.js's own of two models have them first. */
function channelsLast({ shape, data }: FloatArray): Float32Array {
  const [c = 0, h = 0, w = 0] = shape;
  if (shape.length !== 3 || c > 4 || w <= 4) return data;
  return Float32Array.from(
    data,
    (_, to) => data[((to % c) * h + Math.floor(to / c / w)) * w + (Math.floor(to / c) % w)]!,
  );
}

async function addModel(page: Page, model: Model): Promise<void> {
  await openTab(page, 'Models');
  const picked = page.waitForEvent('filechooser');
  await button(page, 'Add a model').click();
  const files = readdirSync(pathOf(model, '')).filter((file) => !file.endsWith('.npy'));
  await (await picked).setFiles(files.map((file) => pathOf(model, file)));
}

for (const model of models) {
  test(`${model.kind}: ${model.name} gives its pictures within 1e-5`, async ({ page, fixtureSite }, info) => {
    await openApp(page, 'model=hub_b&backend=cpu', fixtureSite.address);
    await addModel(page, model);
    const remove = page.getByRole('button', { name: /^Remove / });
    await expect(remove).toBeVisible({ timeout: 60_000 });
    const load = page
      .getByRole('listitem')
      .filter({ has: remove })
      .getByRole('button', { name: /^Load / });
    if ((await load.count()) > 0) await load.click();
    // Only the current model cannot be removed.
    await expect(remove).toBeDisabled({ timeout: 60_000 });
    const z = slice(read(model, 'z.npy'), 0);
    await andSee(page, () =>
      openLatentFile(page, 'z.npy', writeNpy({ shape: [z.data.length], data: z.data })),
    );
    if (existsSync(pathOf(model, 'class.npy'))) {
      await openTab(page, 'Sample');
      const [number] = read(model, 'class.npy').data;
      const chooser = page.getByRole('combobox', { name: 'Class' });
      if ((await chooser.inputValue()) !== String(number))
        await andSee(page, () => chooser.selectOption(String(number)));
    }
    const { bytes } = await download(page, () => chooseFromMore(page, 'Image values (.npy)'));
    const off = largestDifference(readNpy(bytes).data, channelsLast(slice(read(model, 'images.npy'), 0)));
    info.annotations.push({ type: 'difference', description: off.toExponential(1) });
    console.log(`${model.name}: ${off.toExponential(1)}`);
    expect(off).toBeLessThan(1e-5);
  });
}

test('a model that is not a Progressive GAN is computed by WebAssembly where that was chosen', async ({
  page,
}) => {
  await openApp(page, 'backend=wasm');
  await addModel(page, models[0]!);
  const remove = page.getByRole('button', { name: /^Remove / });
  await expect(remove).toBeVisible({ timeout: 60_000 });
  const load = page
    .getByRole('listitem')
    .filter({ has: remove })
    .getByRole('button', { name: /^Load / });
  if ((await load.count()) > 0) await load.click();
  await expect(remove).toBeDisabled({ timeout: 60_000 });
  await expect(page.getByRole('status', { name: 'Engine' })).toContainText('WASM');
  await expect(page.getByText('Pictures are computed with')).toHaveCount(0);
});
