import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTask } from '../../base/nextTask.ts';
import { REST_MS } from './previews.ts';
import { never, type Picture, running, until, World } from './testing/world.ts';

describe('batches', () => {
  const zs = [1, 2, 3, 4, 5].map((value) => Float32Array.of(value));

  it('arrive in order', async () => {
    const world = await running();
    await world.batch(zs);
    expect(world.images.map(({ index, image }) => [index, (image as unknown as Picture).z0])).toEqual(
      zs.map((z, i) => [i, z[0]]),
    );
  });

  it('end immediately when cancelled, and no later picture is delivered or left open', async () => {
    const world = await running();
    const abort = new AbortController();
    let pictures = 0;
    world.onPicture = () => {
      if (++pictures === 2) abort.abort();
    };
    await expect(world.batch(zs, abort.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const delivered = world.images.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(world.images).toHaveLength(delivered);
    expect(delivered).toBe(1);
  });

  it('without a model fail with a sentence', async () => {
    const world = new World();
    world.controller.start('auto');
    await expect(world.batch(zs)).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    await expect(world.controller.raw(zs[0]!, never())).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
  });
});

describe('previews', () => {
  // The test decides when the hand rests.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  const frames = (world: World) =>
    world.of('frame').map(({ frame }) => `${frame.stamp}${frame.preview ? ' preview' : ''}`);

  async function slowWorld(ms: number, each = () => ms): Promise<World> {
    const world = new World();
    world.previews = [{ resolution: 16, share: 0.2 }];
    world.onPicture = () => {
      world.time += each();
    };
    world.controller.start('wasm');
    await world.load('slow');
    world.render(1);
    await until(() => frames(world).length === 1);
    return world;
  }

  it('answer a moving hand when full pictures are slow, and the full picture follows when it rests', async () => {
    const world = await slowWorld(200);
    for (const stamp of [2, 3, 4]) {
      world.render(stamp);
      await until(() => frames(world).length === stamp);
      vi.advanceTimersByTime(REST_MS - 1);
    }
    vi.advanceTimersByTime(REST_MS);
    await until(() => frames(world).length === 5);
    vi.advanceTimersByTime(REST_MS);
    await nextTask();
    expect(frames(world)).toEqual(['1', '2 preview', '3 preview', '4 preview', '4']);
  });

  it('are not shown when full pictures are quick', async () => {
    const world = await slowWorld(20);
    world.render(2);
    await until(() => frames(world).length === 2);
    expect(frames(world)).toEqual(['1', '2']);
  });

  it('are not shown when only the first picture was slow: a second one is measured in secret', async () => {
    let pictures = 0;
    const world = await slowWorld(200, () => (pictures++ === 0 ? 200 : 20));
    await until(() => pictures === 2);
    await nextTask();
    world.render(2);
    await until(() => frames(world).length === 2);
    expect(frames(world)).toEqual(['1', '2']);
  });

  it('precede the full picture of a hand that rested and moved on', async () => {
    const world = await slowWorld(200);
    world.render(2);
    await until(() => frames(world).length === 2);
    world.inGap = () => {
      world.inGap = () => {};
      world.render(3);
    };
    vi.advanceTimersByTime(REST_MS);
    await until(() => frames(world).length === 3);
    vi.advanceTimersByTime(REST_MS);
    await until(() => frames(world).length === 4);
    expect(frames(world)).toEqual(['1', '2 preview', '3 preview', '3']);
    expect(world.errors).toEqual([]);
  });

  it('leave no full picture pending for a model that is gone', async () => {
    const world = await slowWorld(200);
    world.render(2);
    await until(() => frames(world).length === 2);
    await world.load('next');
    vi.advanceTimersByTime(REST_MS);
    await nextTask();
    await nextTask();
    expect(frames(world)).toEqual(['1', '2 preview']);
  });
});
