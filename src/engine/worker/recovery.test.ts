import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import { nextTask } from '../../base/nextTask.ts';
import { IDLE_MS, QUIET_MS } from './recovery.ts';
import { bundleNamed, never, running, unavailable, until, type World } from './testing/world.ts';

describe('a lost device', () => {
  it('is reported and opened again, and the picture returns', async () => {
    const world = await running();
    world.render(1);
    await until(() => world.frames.length === 1);
    world.lose.get('webgpu')!('the driver was reset');
    await until(() => world.frames.length === 2);
    expect(world.frames).toEqual(['1: a on webgpu', '1: a on webgpu']);
    expect(world.of('error')[0]?.error).toMatchObject({
      code: 'DEVICE_LOST',
      message: expect.stringContaining('the driver was reset'),
    });
    expect(world.started).toEqual(['webgpu', 'webgpu']);
    expect(world.disposed).toEqual(['a on webgpu', 'webgpu']);
    expect(world.status?.notice).toBeUndefined();
  });

  it('whose bundle was freed gets it again, and so does a request for a weight', async () => {
    const world = await running((it) => {
      it.ownWeights = true;
    });
    const bundle = bundleNamed('a');
    const { name } = bundle.model.weightsManifest[0]!.weights[0]!;
    // Bytes are freed when the generator has its own; every later need reads them again.
    await nextTask();
    const asked = world.controller.weight(name);
    await until(() => world.reads.length === 2);
    world.reads[1]!.finish(bundleNamed('a'));
    expect((await asked).data).toEqual(bundle.weights.floats(name).data);
    world.lose.get('webgpu')!('reset');
    await until(() => world.reads.length === 3);
    world.reads[2]!.finish(bundleNamed('a'));
    await until(() => world.started.length === 2);
    world.render(1);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['1: a on webgpu']);
  });

  it('that is soon lost again is abandoned for WASM', async () => {
    const world = await running();
    world.render(1);
    await until(() => world.frames.length === 1);
    world.lose.get('webgpu')!('first');
    await until(() => world.frames.length === 2);
    world.time += 1000;
    world.lose.get('webgpu')!('second');
    await until(() => world.frames.length === 3);
    expect(world.frames[2]).toBe('1: a on wasm');
    expect(world.status).toMatchObject({
      backend: 'wasm',
      notice: { message: expect.stringMatching(/second.*WASM/) },
    });
  });

  describe('and abandoned for WASM', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    afterEach(() => void vi.useRealTimers());

    async function left(): Promise<World> {
      const world = await running();
      world.render(1);
      for (const count of [1, 2]) {
        await until(() => world.frames.length === count);
        world.lose.get('webgpu')!('again');
      }
      await until(() => world.frames.length === 3);
      expect(world.frames[2]).toBe('1: a on wasm');
      return world;
    }

    it('is used again after a quiet period, with a message', async () => {
      const world = await left();
      world.time = QUIET_MS;
      vi.advanceTimersByTime(QUIET_MS);
      await until(() => world.frames.length === 4);
      expect(world.frames[3]).toBe('1: a on webgpu');
      expect(world.status).toMatchObject({
        backend: 'webgpu',
        notice: { message: expect.stringMatching(/WebGPU again/) },
      });
    });

    it('waits for the hand to rest', async () => {
      const world = await left();
      world.time = QUIET_MS - 1;
      world.render(2);
      await until(() => world.frames.length === 4);
      world.time = QUIET_MS;
      vi.advanceTimersByTime(QUIET_MS);
      await nextTask();
      expect(world.status).toMatchObject({ backend: 'wasm' });
      world.time += IDLE_MS;
      vi.advanceTimersByTime(IDLE_MS);
      await until(() => world.frames.length === 5);
      expect(world.frames[4]).toBe('2: a on webgpu');
    });

    it('waits twice as long if that failed or it was lost again', async () => {
      const world = await left();
      world.refusesStart.set('webgpu', unavailable('No.'));
      world.time = QUIET_MS;
      vi.advanceTimersByTime(QUIET_MS);
      await until(() => world.started.filter((name) => name === 'webgpu').length === 3);
      await nextTask();
      expect(world.status).toMatchObject({ backend: 'wasm' });
      world.refusesStart.clear();
      world.time = 3 * QUIET_MS;
      vi.advanceTimersByTime(2 * QUIET_MS);
      await until(() => world.status?.backend === 'webgpu');
      world.lose.get('webgpu')!('again');
      await until(() => world.started.length === 6);
      await nextTask();
      world.lose.get('webgpu')!('again');
      await until(() => world.status?.backend === 'wasm');
      const { length } = world.started;
      // Waiting for a condition advances these timers a little.
      world.time += 3.5 * QUIET_MS;
      vi.advanceTimersByTime(3.5 * QUIET_MS);
      await nextTask();
      expect(world.started).toHaveLength(length);
      world.time += QUIET_MS;
      vi.advanceTimersByTime(QUIET_MS);
      await until(() => world.status?.backend === 'webgpu');
    });

    it('is left alone if the user has chosen another', async () => {
      const world = await left();
      await world.controller.switchBackend('cpu', never());
      world.time = QUIET_MS;
      vi.advanceTimersByTime(QUIET_MS);
      await nextTask();
      expect(world.status).toMatchObject({ backend: 'cpu' });
    });
  });

  it('in the middle of a frame costs no frame', async () => {
    const world = await running();
    let failures = 1;
    world.onPicture = () => {
      if (failures-- > 0) throw new ZscapeError('DEVICE_LOST', 'The GPU went away.');
    };
    world.render(7);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['7: a on webgpu']);
    expect(world.errors).toEqual(['DEVICE_LOST']);
  });

  it('that cannot be replaced ends with an error sentence, and loading a model later tries again', async () => {
    const world = await running();
    for (const name of ['webgpu', 'wasm', 'webgl', 'cpu'] as const)
      world.refusesStart.set(name, unavailable('No.'));
    world.lose.get('webgpu')!('gone');
    await until(() => world.errors.length === 2);
    expect(world.errors).toEqual(['DEVICE_LOST', 'BACKEND_UNAVAILABLE']);
    world.refusesStart.clear();
    expect(await world.controller.switchBackend('wasm', never())).toMatchObject({ backend: 'wasm' });
    world.render(1);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['1: a on wasm']);
  });
});

describe('a failing computation', () => {
  it('of its own kind is reported, and the backend stays', async () => {
    const world = await running();
    world.onPicture = () => {
      throw new ZscapeError('ENGINE_FAILED', 'The latent vector has 3 numbers.');
    };
    world.render(1);
    await until(() => world.errors.length === 1);
    world.onPicture = () => {};
    world.render(2);
    await until(() => world.frames.length === 1);
    expect(world.started).toEqual(['webgpu']);
  });

  it('that breaks the backend is reported, and the backend is restarted', async () => {
    const world = await running();
    let failures = 1;
    world.onPicture = () => {
      if (failures-- > 0) throw new Error('memory access out of bounds');
    };
    world.render(1);
    await until(() => world.frames.length === 1);
    expect(world.of('error')[0]?.error).toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringContaining('memory access out of bounds'),
    });
    expect(world.started).toEqual(['webgpu', 'webgpu']);
  });
});

describe('a backend that cannot go on', () => {
  const fewBytes = () => {
    throw new RangeError('Array buffer allocation failed');
  };

  it('for lack of memory in the middle of a frame is abandoned for the next one, and the picture arrives', async () => {
    const world = await running((w) => {
      w.realGpu = false;
    });
    world.onPicture = (backend) => {
      if (backend === 'wasm') fewBytes();
    };
    world.render(3);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['3: a on webgl']);
    expect(world.errors).toEqual(['OUT_OF_MEMORY']);
    expect(world.status?.notice?.message).toMatch(
      /^The browser does not have enough memory.*computed with WebGL now\.$/,
    );
  });

  it('and has no working successor ends with an error sentence, not in a loop', async () => {
    const world = await running();
    world.onPicture = fewBytes;
    world.render(3);
    await until(() => world.errors.includes('BACKEND_UNAVAILABLE'));
    expect(world.started).toEqual(['webgpu', 'wasm', 'webgl', 'cpu']);
    expect(world.frames).toEqual([]);
  });

  it('costs a batch no pictures', async () => {
    const world = await running();
    let pictures = 0;
    world.onPicture = () => {
      if (++pictures === 3) throw new Error('unreachable executed');
    };
    const zs = [1, 2, 3, 4].map((value) => Float32Array.of(value));
    await world.batch(zs);
    expect(world.images.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(world.started).toEqual(['webgpu', 'webgpu']);
  });

  it('at full capability says so in its status, as long as that is true', async () => {
    const world = await running((w) => {
      w.notice = 'It runs on one thread.';
    });
    expect(world.status?.notice).toEqual({ code: 'THREADS_FEWER', message: 'It runs on one thread.' });
  });
});
