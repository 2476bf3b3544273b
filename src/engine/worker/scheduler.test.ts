import { describe, expect, it } from 'vitest';
import { Scheduler } from './scheduler.ts';
import { request, World } from './testing/schedulerWorld.ts';

describe('Scheduler', () => {
  it('computes only the newest of the requests that arrived in the meantime', async () => {
    const world = new World();
    let next = 1;
    world.during = () => {
      if (next < 100) for (let i = 0; i < 9; i++) world.ask(++next);
    };
    world.ask(1);
    await expect.poll(() => world.shown.at(-1)).toBe(100);
    expect(world.shown).toHaveLength(12);
    expect(world.shown.slice(0, 3)).toEqual([1, 10, 19]);
  });

  it('lets a frame wait only for the step in progress', async () => {
    const world = new World();
    let steps = 0;
    world.during = () => {
      if (world.log.at(-1) === 'b' && ++steps % 5 === 0) world.ask(steps);
    };
    await world.scheduler.batch(30, (start, end) => world.work('b', 20 * (end - start)));
    const text = world.log.join('');
    expect(text).toMatch(/^(b{5}f)+/); // the frame comes right after the step during which it was requested
  });

  it('gives a batch its turn during an endless stream of frames', async () => {
    const world = new World();
    let stamp = 0;
    world.during = () => world.ask(++stamp);
    world.ask(++stamp);
    await world.scheduler.batch(5, (start, end) => world.work('b', 20 * (end - start)));
    world.during = () => {};
    const between = world.log.join('').split('b').slice(0, 5);
    for (const frames of between) {
      expect(frames.length).toBeGreaterThan(3); // frames come first
      expect(frames.length).toBeLessThan(12); // but not all the time
    }
  });

  it('lets frames into the gaps of a slow picture, and abandons it in the next gap when it is cancelled', async () => {
    const world = new World();
    const abort = new AbortController();
    world.during = () => {
      const parts = world.log.filter((name) => name === 'b').length;
      if (world.log.at(-1) === 'b' && parts % 2 === 0) world.ask(parts);
      if (parts === 5) abort.abort();
    };
    const batch = world.scheduler.batch(
      3,
      async (_start, _end, gap) => {
        for (let part = 0; part < 8; part++) {
          await world.work('b', 30);
          await gap();
        }
      },
      abort.signal,
    );
    await expect(batch).rejects.toMatchObject({ code: 'CANCELLED' });
    await world.idle();
    expect(world.log.join('')).toBe('bbfbbfb');
    expect(world.shown).toEqual([2, 4]);
  });

  it('continues a batch after a repair', async () => {
    const world = new World();
    let broken = true;
    const done: number[] = [];
    const chunk = async (start: number, end: number) => {
      await world.work('b', 20 * (end - start));
      if (start === 2 && broken) throw new Error('broken');
      for (let i = start; i < end; i++) done.push(i);
    };
    const mended = world.scheduler.batch(4, chunk, undefined, () => broken);
    await world.scheduler.exclusive(async () => {});
    await world.scheduler.exclusive(async () => {});
    await world.scheduler.exclusive(async () => {
      broken = false;
    });
    await mended;
    expect(done).toEqual([0, 1, 2, 3]);
    broken = true;
    await expect(world.scheduler.batch(4, chunk, undefined, () => false)).rejects.toThrow('broken');
  });

  it('tells a frame when a newer one is waiting', async () => {
    const told: string[] = [];
    let pauses = 0;
    const scheduler: Scheduler = new Scheduler({
      async frame({ stamp }, overtaken) {
        for (let part = 0; part < 3; part++) {
          try {
            await overtaken();
          } catch (error) {
            told.push(`${stamp} ${(error as { code: string }).code}`);
            return;
          }
        }
        told.push(`${stamp} whole`);
      },
      pause: async () => {
        await Promise.resolve();
        if (++pauses === 3) scheduler.request(request(2));
      },
      now: () => 0,
    });
    scheduler.open();
    scheduler.request(request(1));
    await expect.poll(() => told).toEqual(['1 CANCELLED', '2 whole']);
  });

  it('computes several quick pictures in a step, and slow ones singly', async () => {
    const sizes = async (ms: number) => {
      const world = new World();
      const chunks: number[] = [];
      await world.scheduler.batch(20, (start, end) => {
        chunks.push(end - start);
        return world.work('b', ms * (end - start));
      });
      return chunks;
    };
    expect(await sizes(0.5)).toEqual([1, 2, 4, 8, 5]);
    expect(await sizes(50)).toEqual(Array(20).fill(1));
  });

  it('lets batches take turns', async () => {
    const world = new World();
    const batch = (name: string) =>
      world.scheduler.batch(4, (start, end) => world.work(name, 20 * (end - start)));
    await Promise.all([batch('p'), batch('q')]);
    expect(world.log.join('')).toBe('pqpqpqpq');
  });

  it('rejects immediately when cancelled, even in the middle of a step', async () => {
    const world = new World();
    const abort = new AbortController();
    const order: string[] = [];
    let release = () => {};
    const work = world.scheduler
      .exclusive(
        () =>
          new Promise<void>((resolve) => {
            release = resolve;
            abort.abort();
          }),
        abort.signal,
      )
      .catch((error: { code: string }) => order.push(error.code));
    await work;
    world.ask(1);
    await world.idle();
    expect(world.shown).toEqual([]); // the step is still running
    release();
    await expect.poll(() => world.shown).toEqual([1]);
    expect(order).toEqual(['CANCELLED']);
    await expect(world.scheduler.exclusive(async () => 1, AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('passes a failure to the caller, and continues', async () => {
    const world = new World();
    await expect(world.scheduler.exclusive(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await world.scheduler.exclusive(() => Promise.resolve(5))).toBe(5);
  });

  it('keeps a frame until there is a model, and drops it on request', async () => {
    const world = new World(false);
    world.ask(1);
    await world.idle();
    expect(world.shown).toEqual([]);
    world.scheduler.open();
    await expect.poll(() => world.shown).toEqual([1]);
    world.scheduler.close();
    world.ask(2);
    world.scheduler.forget();
    world.scheduler.open();
    await world.idle();
    expect(world.shown).toEqual([1]);
  });

  it('does not let a retry replace a newer request', async () => {
    const world = new World();
    world.ask(5);
    world.scheduler.retry(request(4));
    await expect.poll(() => world.shown).toEqual([5]);
    world.scheduler.retry(request(5));
    await expect.poll(() => world.shown).toEqual([5, 5]);
  });
});
