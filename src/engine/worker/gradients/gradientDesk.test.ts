/** Gradients in the worker: which backend computes them, their priority, and their handling when something breaks. */
import { expect, it } from 'vitest';
import { ZscapeError } from '../../../base/errors.ts';
import { never, running, until } from '../testing/world.ts';

const z = (...values: number[]) => values.map((value) => Float32Array.of(value));

it('are computed by the backend that has the model, at the requested resolution', async () => {
  const world = await running((it) => void it.gradients.add('webgpu'));
  const { gradients } = world.controller;
  expect(await gradients.resolutions(never())).toEqual([2, 4]);
  const found = await gradients.gradient(z(3, 5), z(10, 100), 2, never());
  expect(found.map((each) => [...each])).toEqual([
    [30, 2, 6],
    [500, 2, 6],
  ]);
  expect((await gradients.pictures(z(3), undefined, never()))[0]!.width).toBe(4);
  expect(world.started).toEqual(['webgpu']);
});

it('are computed several together if the backend can, and all arrive in the end', async () => {
  const world = await running((it) => {
    it.gradients.add('webgpu');
    it.together = 2;
  });
  let passes = 0;
  world.onPicture = () => {
    passes++;
  };
  const { gradients } = world.controller;
  expect(await gradients.pictures(z(1, 2, 3), 2, never())).toHaveLength(2);
  const found = await gradients.gradient(z(1, 2, 3), z(10, 10, 10), 2, never());
  expect(found.map(([first]) => first)).toEqual([10, 20, 30]);
  expect(passes).toBe(2);
});

it('are computed by WASM beside a backend that has none, until another model is loaded', async () => {
  const world = await running((it) => void it.gradients.add('wasm'));
  const { gradients } = world.controller;
  for (let i = 0; i < 3; i++)
    expect([...(await gradients.gradient(z(3), z(10), undefined, never()))[0]!]).toEqual([30, 4, 4]);
  expect(world.started).toEqual(['webgpu', 'wasm']);
  await world.load('b');
  expect(world.disposed).toContain('wasm');
  await gradients.gradient(z(1), z(1), 4, never());
  expect(world.started).toEqual(['webgpu', 'wasm', 'wasm']);
  world.render(1);
  await until(() => world.frames.length === 1);
  expect(world.frames).toEqual(['1: b on webgpu']);
});

it('are computed by WASM beside a backend whose device has no room for them, and frames continue', async () => {
  const world = await running((it) => void it.gradients.add('webgpu').add('wasm'));
  world.onPicture = (name) => {
    if (name === 'webgpu') throw new ZscapeError('GRADIENT_UNAVAILABLE', 'This GPU cannot go back.');
  };
  const found = await world.controller.gradients.gradient(z(3, 5), z(10, 100), 4, never());
  expect(found.map((each) => [...each])).toEqual([
    [30, 4, 4],
    [500, 4, 4],
  ]);
  expect(world.started).toEqual(['webgpu', 'wasm']);
  expect(world.errors).toEqual([]);
  world.onPicture = () => {};
  world.render(1);
  await until(() => world.frames.length === 1);
  expect(world.frames).toEqual(['1: a on webgpu']);
});

it('say why if neither the device nor WASM can', async () => {
  const world = await running((it) => void it.gradients.add('webgpu').add('wasm'));
  world.onPicture = (name) => {
    throw new ZscapeError('GRADIENT_UNAVAILABLE', `${name} cannot.`);
  };
  const asked = world.controller.gradients.gradient(z(3), z(10), 4, never());
  await expect(asked).rejects.toMatchObject({ code: 'GRADIENT_UNAVAILABLE', message: 'wasm cannot.' });
});

it('are not promised by a backend that turns out to have none', async () => {
  const world = await running((it) => void it.gradients.add('webgpu').add('wasm'));
  world.onPicture = (name) => {
    throw new ZscapeError('GRADIENT_UNAVAILABLE', `${name} cannot.`);
  };
  await expect(world.controller.gradients.resolutions(never())).rejects.toMatchObject({
    code: 'GRADIENT_UNAVAILABLE',
    message: 'wasm cannot.',
  });
  expect(world.errors).toEqual([]);
});

it('are refused with a sentence if no backend has any, and frames continue', async () => {
  const world = await running();
  await expect(world.controller.gradients.gradient(z(1), z(1), 4, never())).rejects.toMatchObject({
    code: 'GRADIENT_UNAVAILABLE',
  });
  await expect(world.controller.gradients.gradient(z(1, 2), z(1), 4, never())).rejects.toThrow(/2 latent/);
  world.render(1);
  await until(() => world.frames.length === 1);
  expect(world.errors).toEqual([]);
});

it('start no second WASM backend, which would replace the one that shows frames', async () => {
  const world = await running((it) => {
    it.realGpu = false;
  });
  await expect(world.controller.gradients.resolutions(never())).rejects.toMatchObject({
    code: 'GRADIENT_UNAVAILABLE',
    message: expect.stringMatching(/lacks WebAssembly SIMD/),
  });
  expect(world.started).toEqual(['wasm']);
});

it('let frames go first in their gaps, and can be cancelled there', async () => {
  const world = await running((it) => void it.gradients.add('webgpu'));
  const order: string[] = [];
  world.onPicture = () => order.push(world.frames.length === 0 ? 'first' : 'after the frame');
  const stop = new AbortController();
  let gaps = 0;
  world.inGap = () => {
    gaps++;
    if (gaps === 1) world.render(1);
    if (gaps === 2) stop.abort();
  };
  const asked = world.controller.gradients.gradient(z(1, 2, 3), z(1, 1, 1), 4, stop.signal);
  await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  await until(() => world.frames.length === 1);
  // The frame and the first gradient; the second was stopped, and the third never began.
  expect(order).toEqual(['first', 'after the frame']);
  expect(gaps).toBe(2);
});

it('are computed again by the replacement of a backend that breaks', async () => {
  const world = await running((it) => void it.gradients.add('webgpu').add('wasm'));
  let broken = 0;
  world.onPicture = (name) => {
    if (name === 'webgpu' && broken++ < 2) throw new ZscapeError('DEVICE_LOST', 'The GPU went away.');
  };
  const found = await world.controller.gradients.gradient(z(3, 5), z(10, 100), 4, never());
  expect(found.map((each) => [...each].slice(0, 2))).toEqual([
    [30, 4],
    [500, 4],
  ]);
  expect(world.errors).toContain('DEVICE_LOST');
});
