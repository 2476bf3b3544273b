import { describe, expect, it } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import { never, running, unavailable, until, World } from './testing/world.ts';

describe('starting', () => {
  it('takes WebGPU on a real GPU, otherwise WASM', async () => {
    expect((await running()).status).toMatchObject({
      backend: 'webgpu',
      detail: 'webgpu of the test',
      frames: 0,
    });
    const without = await running((world) => {
      world.realGpu = false;
    });
    expect(without.started).toEqual(['wasm']);
    expect(without.status?.notice).toBeUndefined();
  });

  it('honours a forced choice, and says in one sentence why it failed', async () => {
    const world = new World();
    world.realGpu = false;
    world.refusesStart.set('webgpu', unavailable('This browser has no WebGPU.'));
    world.controller.start('webgpu');
    await world.load('a');
    expect(world.started).toEqual(['webgpu', 'wasm']);
    expect(world.status).toMatchObject({
      backend: 'wasm',
      notice: {
        code: 'BACKEND_REPLACED',
        message: 'This browser has no WebGPU. Pictures are computed with WASM instead.',
      },
    });
  });

  it('continues with the next backend when one cannot hold the model', async () => {
    const world = await running((w) => {
      w.refusesModel.set(
        'webgpu',
        new ZscapeError('OUT_OF_MEMORY', 'The GPU does not have enough memory for this model.'),
      );
    });
    expect(world.status).toMatchObject({ backend: 'wasm' });
    expect(world.status?.notice?.message).toMatch(/enough memory.*WASM/);
    expect(world.disposed).toContain('webgpu');
    world.render(1);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['1: a on wasm']);
  });

  it('fails the load when nothing starts', async () => {
    const world = new World();
    for (const name of ['webgpu', 'wasm', 'webgl', 'cpu'] as const) {
      world.refusesStart.set(name, unavailable(`No ${name} here.`));
    }
    world.controller.start('auto');
    await expect(world.load('a')).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      message: 'No webgpu here.',
    });
  });

  it('tries again with the next load if nothing started the first time', async () => {
    const world = new World();
    for (const name of ['webgpu', 'wasm', 'webgl', 'cpu'] as const)
      world.refusesStart.set(name, new ZscapeError('NETWORK', `The code of ${name} could not be fetched.`));
    world.controller.start('auto');
    await expect(world.load('a')).rejects.toMatchObject({ code: 'NETWORK' });
    expect(world.of('spent').length).toBeGreaterThan(0);
    world.refusesStart.clear();
    world.reads.length = 0;
    expect((await world.load('a')).id).toBe('a');
    expect(world.status).toMatchObject({ backend: 'webgpu' });
  });
});

describe('another backend', () => {
  it('takes over the model and computes the last picture again', async () => {
    const world = await running();
    world.render(1);
    await until(() => world.frames.length === 1);
    expect(await world.controller.switchBackend('cpu', never())).toMatchObject({ backend: 'cpu' });
    await until(() => world.frames.length === 2);
    expect(world.frames).toEqual(['1: a on webgpu', '1: a on cpu']);
    expect(world.disposed).toEqual(['a on webgpu', 'webgpu']);
  });

  it('that does not start leaves the current one running', async () => {
    const world = await running();
    world.refusesStart.set('webgl', unavailable('This browser has no WebGL 2.'));
    await expect(world.controller.switchBackend('webgl', never())).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      message: 'This browser has no WebGL 2.',
    });
    world.render(1);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['1: a on webgpu']);
    expect(world.disposed).toEqual([]);
  });

  it('that is the current one is not started again', async () => {
    const world = await running();
    expect(await world.controller.switchBackend('auto', never())).toMatchObject({ backend: 'webgpu' });
    expect(world.started).toEqual(['webgpu']);
  });
});
