import { describe, expect, it } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import { running, until } from './testing/world.ts';

describe('loading', () => {
  it('keeps the old model until the new one is ready', async () => {
    const world = await running();
    const loaded = world.begin('b');
    await until(() => world.reads.length === 2);
    world.render(1);
    await until(() => world.frames.length === 1);
    world.finish('b');
    expect((await loaded).id).toBe('b');
    expect(world.disposed).toEqual(['a on webgpu']);
    world.render(2);
    await until(() => world.frames.length === 2);
    expect(world.frames).toEqual(['1: a on webgpu', '2: b on webgpu']);
    expect(world.status?.frames).toBe(1);
  });

  it('keeps it after a cancel, immediately, and stops the download', async () => {
    const world = await running();
    const abort = new AbortController();
    const loaded = world.begin('b', abort.signal);
    await until(() => world.reads.length === 2);
    abort.abort();
    await expect(loaded).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(world.reads[1]?.signal?.aborted).toBe(true);
    world.render(1);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['1: a on webgpu']);
  });

  it('keeps it when the new one is broken, on the same backend', async () => {
    const world = await running();
    world.refusesModel.set('webgpu', new ZscapeError('BUNDLE_INVALID', 'The weight w is missing.'));
    await expect(world.load('b')).rejects.toMatchObject({ code: 'BUNDLE_INVALID' });
    world.render(1);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['1: a on webgpu']);
    expect(world.started).toEqual(['webgpu']);
  });

  it('lets the later of two loads win', async () => {
    const world = await running();
    const first = world.begin('b');
    const second = world.load('c');
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await second).id).toBe('c');
  });

  it('does not use the new model for requests to the old one', async () => {
    const world = await running();
    const epoch = world.epoch;
    await world.load('b');
    world.controller.render(1, Float32Array.of(1), epoch);
    world.render(2);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['2: b on webgpu']);
    expect(world.errors).toEqual([]);
  });

  it('reports the stages', async () => {
    const world = await running();
    expect(world.progress.map(({ stage, loaded }) => [stage, loaded])).toEqual([
      ['download', 10],
      ['prepare', 10],
    ]);
  });
});
