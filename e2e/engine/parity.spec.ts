/** The page's pictures compared with TensorFlow's own, and one backend's with another's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
  andSee,
  chooseFromMore,
  download,
  engine,
  openApp,
  openLatentFile,
  picture,
} from '../support/app.ts';
import { fixture } from '../support/convert.ts';
import { type FloatArray, largestDifference, readNpy, slice, writeNpy } from '../support/npy.ts';
import { canvasPixels, difference, type Pixels } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

const numbers = (id: string, file: string) => readNpy(readFileSync(fixture(id, file)));

async function imageValues(page: Page): Promise<FloatArray> {
  const { bytes } = await download(page, () => chooseFromMore(page, 'Image values (.npy)'));
  return readNpy(bytes);
}

/** TensorFlow's values as a canvas would show them: [lo, hi] to [0, 255], clamped. */
function asPixels({ shape, data }: FloatArray, [lo, hi]: [number, number]): Pixels {
  const [height = 0, width = 0] = shape;
  const bytes = new Uint8Array(height * width * 4).fill(255);
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) {
      const level = (255 * (data[3 * i + c]! - lo)) / (hi - lo);
      bytes[4 * i + c] = Math.min(255, Math.max(0, Math.round(level)));
    }
  }
  return { width, height, data: bytes };
}

const modules = [
  { id: 'hub_a', side: 32 },
  { id: 'hub_b', side: 16 },
];

for (const { id, side } of modules) {
  for (const backend of ['wasm', 'cpu']) {
    test(`${id} on ${backend} gives TensorFlow's pictures`, async ({ page, fixtureSite, fixtureModels }) => {
      await openApp(page, `model=${id}&backend=${backend}`, fixtureSite.address);
      await expect(picture(page)).toHaveAttribute('data-model', id);
      await expect(engine(page)).toHaveAttribute('data-backend', backend);
      const { range } = JSON.parse(readFileSync(join(fixtureModels, id, 'zscape.json'), 'utf8')).image;
      const latents = numbers(id, 'z.npy');
      const images = numbers(id, 'images.npy');
      for (let i = 0; i < latents.shape[0]!; i++) {
        const one = writeNpy(slice(latents, i));
        await andSee(page, () => openLatentFile(page, `z-${i}.npy`, one));
        const expected = slice(images, i);
        const values = await imageValues(page);
        expect(values.shape).toEqual([side, side, 3]);
        expect(largestDifference(values.data, expected.data)).toBeLessThan(1e-4);
        // Rounding may differ by one step of 255.
        const shown = await canvasPixels(picture(page));
        expect(difference(shown, asPixels(expected, range)).largest).toBeLessThanOrEqual(1);
      }
    });
  }
}

// WebGPU also stores the values between layers in float16; on an emulated GPU, one picture takes seconds.
for (const { backend, pictures, tag } of [
  { backend: 'wasm', pictures: Number.POSITIVE_INFINITY, tag: '' },
  { backend: 'webgpu', pictures: 1, tag: ' @webgpu' },
]) {
  test(`avatars-64, stored as float16, on ${backend} gives TensorFlow’s pictures within 4e-3${tag}`, async ({
    page,
    trainedSite,
  }) => {
    await openApp(page, `backend=${backend}`, trainedSite.address);
    await expect(engine(page)).toHaveAttribute('data-backend', backend);
    const latents = numbers('avatars-64', 'z.npy');
    const images = numbers('avatars-64', 'images.npy');
    for (let i = 0; i < Math.min(pictures, latents.shape[0]!); i++) {
      await andSee(page, () => openLatentFile(page, `z-${i}.npy`, writeNpy(slice(latents, i))));
      const values = await imageValues(page);
      expect(values.shape).toEqual([64, 64, 3]);
      expect(largestDifference(values.data, slice(images, i).data)).toBeLessThan(4e-3);
    }
  });
}

/** Values of a seed's picture on a backend, scaled to [-1, 1] from the model's own range. */
async function valuesOf(page: Page, query: string, backend: string, address?: string): Promise<Float32Array> {
  await openApp(page, `${query}&backend=${backend}`, address);
  await expect(engine(page)).toHaveAttribute('data-backend', backend);
  const { data } = await imageValues(page);
  return data;
}

/** A span of 1 in the network's values is one of 2 on [-1, 1]. */
const onPlusMinusOne = 2;

test('one seed is one picture, and WASM and CPU agree on it', async ({ page }) => {
  const query = 'seed=4242';
  const wasm = await valuesOf(page, query, 'wasm');
  const again = await valuesOf(page, query, 'wasm');
  const cpu = await valuesOf(page, query, 'cpu');
  expect(largestDifference(wasm, again)).toBe(0);
  expect(onPlusMinusOne * largestDifference(wasm, cpu)).toBeLessThan(1e-3);
  const other = await valuesOf(page, 'seed=4243', 'wasm');
  expect(largestDifference(wasm, other)).toBeGreaterThan(0.1);
});

// Which of the two it takes depends on the width of the layers (src/engine/backends/webgpu/generator.ts).
test('WebGPU in float32 agrees with WASM on the default model @webgpu', async ({ page }) => {
  const query = 'seed=4242';
  const wasm = await valuesOf(page, query, 'wasm');
  const webgpu = await valuesOf(page, query, 'webgpu');
  expect(onPlusMinusOne * largestDifference(wasm, webgpu)).toBeLessThan(1e-3);
});

test('WebGPU in float16 agrees with WASM on avatars @webgpu', async ({ page, trainedSite }) => {
  const wasm = await valuesOf(page, 'seed=4242', 'wasm', trainedSite.address);
  const webgpu = await valuesOf(page, 'seed=4242', 'webgpu', trainedSite.address);
  expect(onPlusMinusOne * largestDifference(wasm, webgpu)).toBeLessThan(8e-3);
});

for (const { id } of modules) {
  test(`${id} on WebGPU gives TensorFlow's pictures @webgpu`, async ({
    page,
    fixtureSite,
    fixtureModels,
  }) => {
    await openApp(page, `model=${id}&backend=webgpu`, fixtureSite.address);
    await expect(engine(page)).toHaveAttribute('data-backend', 'webgpu');
    await expect(engine(page)).toContainText('WebGPU');
    const { range } = JSON.parse(readFileSync(join(fixtureModels, id, 'zscape.json'), 'utf8')).image;
    const latents = numbers(id, 'z.npy');
    const images = numbers(id, 'images.npy');
    await andSee(page, () => openLatentFile(page, 'z.npy', writeNpy(slice(latents, 1))));
    const expected = slice(images, 1);
    expect(largestDifference((await imageValues(page)).data, expected.data)).toBeLessThan(1e-3);
    const shown = await canvasPixels(picture(page));
    expect(difference(shown, asPixels(expected, range)).largest).toBeLessThanOrEqual(1);
  });
}

test('a software adapter is no reason to prefer WebGPU to WASM @webgpu', async ({ page }) => {
  await openApp(page);
  await expect(engine(page)).toHaveAttribute('data-backend', 'wasm');
});
