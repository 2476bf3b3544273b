import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import type { LoadedBundle } from '../../bundle/read/reader.ts';
import type { Backend, Gap, Generator } from '../backends/backend.ts';
import type { BackendName } from '../contract.ts';
import type { FromWorker } from '../protocol.ts';
import { bundleOf } from '../testing/node.ts';
import { tinyBundle } from '../testing/tinyBundle.ts';
import { Controller } from './controller.ts';
import { REST_MS } from './previews.ts';
import { nextTask } from './scheduler.ts';

/** A picture that remembers where it came from and whether it was closed. */
interface Picture {
  from: string;
  z0: number;
  closed: boolean;
  close(): void;
}

/** Backends whose failures are chosen by the test; everything else around the controller is real. */
class World {
  readonly said: FromWorker[] = [];
  readonly started: BackendName[] = [];
  readonly disposed: string[] = [];
  /** Why a backend does not start, or does not take a model. */
  readonly refusesStart = new Map<BackendName, ZscapeError>();
  readonly refusesModel = new Map<BackendName, Error>();
  realGpu = true;
  /** What the generators offer beside full pictures. */
  previews: { resolution: number; share: number }[] = [];
  /** Called before each picture. */
  onPicture: (backend: BackendName) => void = () => {};
  /** Called in each gap that a picture offers. */
  inGap: () => void = () => {};
  /** Whether generators have weights of their own, as on a GPU. */
  ownWeights = false;
  /** What the backend says of itself. */
  notice: string | undefined;
  readonly lose = new Map<BackendName, (reason: string) => void>();
  reads: { url: string; signal: AbortSignal | undefined; finish(bundle: LoadedBundle): void }[] = [];
  time = 0;

  readonly controller = new Controller({
    say: (message) => this.said.push(message),
    start: (name) => this.start(name),
    realGpu: () => Promise.resolve(this.realGpu),
    now: () => this.time,
    read: (url, options) =>
      new Promise((resolve, reject) => {
        const signal = options?.signal;
        if (signal?.aborted) return reject(new ZscapeError('CANCELLED', 'Cancelled.'));
        signal?.addEventListener('abort', () => reject(new ZscapeError('CANCELLED', 'Cancelled.')));
        this.reads.push({
          url,
          signal,
          finish: (bundle) => {
            options?.onProgress?.({ loaded: 10, total: 10, fromCache: false });
            resolve(bundle);
          },
        });
      }),
  });

  async start(name: BackendName): Promise<Backend> {
    await Promise.resolve();
    this.started.push(name);
    const refusal = this.refusesStart.get(name);
    if (refusal) throw refusal;
    return {
      name,
      detail: `${name} of the test`,
      notice: this.notice,
      lost: new Promise((resolve) => this.lose.set(name, resolve)),
      load: (bundle) => this.generator(name, bundle),
      memory: () => ({ tensors: 3, bytes: 12 }),
      dispose: () => void this.disposed.push(name),
    };
  }

  async generator(name: BackendName, bundle: LoadedBundle): Promise<Generator> {
    await Promise.resolve();
    const refusal = this.refusesModel.get(name);
    if (refusal) throw refusal;
    bundle.weights.floats(bundle.model.weightsManifest[0]!.weights[0]!.name);
    const picture = async (z: Float32Array, gap?: Gap): Promise<ImageBitmap> => {
      await Promise.resolve();
      if (gap) {
        this.inGap();
        await gap();
      }
      this.onPicture(name);
      const made: Picture = {
        from: `${bundle.manifest.id} on ${name}`,
        z0: z[0]!,
        closed: false,
        close() {
          this.closed = true;
        },
      };
      return made as unknown as ImageBitmap;
    };
    return {
      renderImage: picture,
      renderBatch: (zs) => Promise.all(zs.map((z) => picture(z))),
      raw: async (z) => ({ data: z, width: 1, height: 1, channels: 1 }),
      previews: this.previews.map((preview) => ({ ...preview, render: (z) => picture(z) })),
      ...(this.ownWeights && { hasOwnWeights: Promise.resolve() }),
      dispose: () => void this.disposed.push(`${bundle.manifest.id} on ${name}`),
    };
  }

  /** Loads a model whose download ends at once. */
  load(id: string, signal = new AbortController().signal) {
    const result = this.controller.load(`${id}/`, Promise.resolve(undefined), signal, 1);
    void until(() => this.reads.some((read) => read.url === `${id}/`)).then(() => this.finish(id));
    return result;
  }

  finish(id: string): void {
    this.reads.find((read) => read.url === `${id}/`)?.finish(bundleNamed(id));
  }

  render(stamp: number): void {
    this.controller.render(stamp, Float32Array.of(stamp), this.epoch);
  }

  get epoch(): number {
    return this.of('model').at(-1)?.epoch ?? 0;
  }

  of<T extends FromWorker['type']>(type: T): (FromWorker & { type: T })[] {
    return this.said.filter((message): message is FromWorker & { type: T } => message.type === type);
  }

  /** Stamp and origin of each frame that was delivered. */
  get frames(): string[] {
    return this.of('frame').map(({ frame }) => `${frame.stamp}: ${(frame.image as unknown as Picture).from}`);
  }

  get status() {
    return this.of('status').at(-1)?.status;
  }

  get errors(): string[] {
    return this.of('error').map(({ error }) => error.code);
  }
}

function bundleNamed(id: string): LoadedBundle {
  const bundle = bundleOf(tinyBundle({ latent: 1, channels: [2] }).files);
  return { ...bundle, manifest: { ...bundle.manifest, id }, kept: Promise.resolve(true) };
}

const until = (condition: () => boolean) => expect.poll(condition, { interval: 1 }).toBe(true);
const never = () => new AbortController().signal;
const unavailable = (sentence: string) => new ZscapeError('BACKEND_UNAVAILABLE', sentence);

async function running(setUp: (world: World) => void = () => {}): Promise<World> {
  const world = new World();
  setUp(world);
  world.controller.start('auto');
  await world.load('a');
  return world;
}

describe('starting', () => {
  it('takes WebGPU where there is a real GPU, else WASM', async () => {
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

  it('honours a forced choice, and says in one sentence why it could not', async () => {
    const world = new World();
    world.realGpu = false;
    world.refusesStart.set('webgpu', unavailable('This browser has no WebGPU.'));
    world.controller.start('webgpu');
    await world.load('a');
    expect(world.started).toEqual(['webgpu', 'wasm']);
    expect(world.status).toMatchObject({
      backend: 'wasm',
      notice: 'This browser has no WebGPU. Pictures are computed with WASM instead.',
    });
  });

  it('goes on to the next backend when one cannot hold the model', async () => {
    const world = await running((w) => {
      w.refusesModel.set(
        'webgpu',
        new ZscapeError('OUT_OF_MEMORY', 'The GPU has not enough memory for this model.'),
      );
    });
    expect(world.status).toMatchObject({ backend: 'wasm' });
    expect(world.status?.notice).toMatch(/enough memory.*WASM/);
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
});

describe('loading', () => {
  it('keeps the old model until the new one is there', async () => {
    const world = await running();
    const loaded = world.controller.load('b/', Promise.resolve(undefined), never(), 2);
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

  it('keeps it after a cancel, at once, and stops the download', async () => {
    const world = await running();
    const abort = new AbortController();
    const loaded = world.controller.load('b/', Promise.resolve(undefined), abort.signal, 2);
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
    const first = world.controller.load('b/', Promise.resolve(undefined), never(), 2);
    const second = world.load('c');
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await second).id).toBe('c');
  });

  it('does not answer with the new model what was asked of the old one', async () => {
    const world = await running();
    const epoch = world.epoch;
    await world.load('b');
    world.controller.render(1, Float32Array.of(1), epoch);
    world.render(2);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['2: b on webgpu']);
    expect(world.errors).toEqual([]);
  });

  it('tells the stages', async () => {
    const world = await running();
    expect(world.of('progress').map(({ progress }) => [progress.stage, progress.loaded])).toEqual([
      ['download', 10],
      ['prepare', 10],
    ]);
  });
});

describe('another backend', () => {
  it('takes the model over and computes the last picture anew', async () => {
    const world = await running();
    world.render(1);
    await until(() => world.frames.length === 1);
    expect(await world.controller.switchBackend('cpu', never())).toMatchObject({ backend: 'cpu' });
    await until(() => world.frames.length === 2);
    expect(world.frames).toEqual(['1: a on webgpu', '1: a on cpu']);
    expect(world.disposed).toEqual(['a on webgpu', 'webgpu']);
  });

  it('that does not start leaves the present one going', async () => {
    const world = await running();
    world.refusesStart.set('webgl', unavailable('This browser has no WebGL 2 here.'));
    await expect(world.controller.switchBackend('webgl', never())).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      message: 'This browser has no WebGL 2 here.',
    });
    world.render(1);
    await until(() => world.frames.length === 1);
    expect(world.frames).toEqual(['1: a on webgpu']);
    expect(world.disposed).toEqual([]);
  });

  it('that is the present one is not started again', async () => {
    const world = await running();
    expect(await world.controller.switchBackend('auto', never())).toMatchObject({ backend: 'webgpu' });
    expect(world.started).toEqual(['webgpu']);
  });
});

describe('a lost device', () => {
  it('is told, opened again, and the picture comes again', async () => {
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

  it('whose bundle was let go is given it again, and so is a question for a weight', async () => {
    const world = await running((it) => {
      it.ownWeights = true;
    });
    const bundle = bundleNamed('a');
    const { name } = bundle.model.weightsManifest[0]!.weights[0]!;
    // Bytes go when the generator has its own; every later need reads them anew.
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

  it('that is soon lost again is left for WASM', async () => {
    const world = await running();
    world.render(1);
    await until(() => world.frames.length === 1);
    world.lose.get('webgpu')!('first');
    await until(() => world.frames.length === 2);
    world.time += 1000;
    world.lose.get('webgpu')!('second');
    await until(() => world.frames.length === 3);
    expect(world.frames[2]).toBe('1: a on wasm');
    expect(world.status).toMatchObject({ backend: 'wasm', notice: expect.stringMatching(/second.*WASM/) });
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

  it('that cannot be replaced ends in words, and asking for a model later tries again', async () => {
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
  it('of its own kind is told and nothing is torn down', async () => {
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

  it('that breaks the backend is told, and the backend is built again', async () => {
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

  it('for want of memory in the middle of a frame is left for the next one, and the picture comes', async () => {
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
    expect(world.status?.notice).toMatch(/^The browser has not enough memory.*computed with WebGL now\.$/);
  });

  it('and neither can any other ends in words, not in a circle', async () => {
    const world = await running();
    world.onPicture = fewBytes;
    world.render(3);
    await until(() => world.errors.includes('BACKEND_UNAVAILABLE'));
    expect(world.started).toEqual(['webgpu', 'wasm', 'webgl', 'cpu']);
    expect(world.frames).toEqual([]);
  });

  it('costs a batch no picture', async () => {
    const world = await running();
    let pictures = 0;
    world.onPicture = () => {
      if (++pictures === 3) throw new Error('unreachable executed');
    };
    const zs = [1, 2, 3, 4].map((value) => Float32Array.of(value));
    await world.controller.batch(5, zs, 32, never());
    expect(world.of('image').map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(world.started).toEqual(['webgpu', 'webgpu']);
  });

  it('as well as it could says so in its status, as long as it is true', async () => {
    const world = await running((w) => {
      w.notice = 'It runs on one thread.';
    });
    expect(world.status?.notice).toBe('It runs on one thread.');
  });
});

describe('batches', () => {
  const zs = [1, 2, 3, 4, 5].map((value) => Float32Array.of(value));

  it('come in order', async () => {
    const world = await running();
    await world.controller.batch(9, zs, 32, never());
    expect(
      world.of('image').map(({ id, index, image }) => [id, index, (image as unknown as Picture).z0]),
    ).toEqual(zs.map((z, i) => [9, i, z[0]]));
  });

  it('end at once when cancelled, and no later picture is delivered or left open', async () => {
    const world = await running();
    const abort = new AbortController();
    let pictures = 0;
    world.onPicture = () => {
      if (++pictures === 2) abort.abort();
    };
    await expect(world.controller.batch(9, zs, 32, abort.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const delivered = world.of('image').length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(world.of('image')).toHaveLength(delivered);
    expect(delivered).toBe(1);
  });

  it('without a model end in a word', async () => {
    const world = new World();
    world.controller.start('auto');
    await expect(world.controller.batch(1, zs, 32, never())).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    await expect(world.controller.raw(zs[0]!, never())).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
  });
});

describe('previews', () => {
  // When the hand rests is the test's to say.
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

  it('answer a moving hand where full pictures are slow, and the full picture follows when it rests', async () => {
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

  it('are not shown where full pictures are quick', async () => {
    const world = await slowWorld(20);
    world.render(2);
    await until(() => frames(world).length === 2);
    expect(frames(world)).toEqual(['1', '2']);
  });

  it('are not shown where only the first picture was slow: a second one is measured unseen', async () => {
    let pictures = 0;
    const world = await slowWorld(200, () => (pictures++ === 0 ? 200 : 20));
    await until(() => pictures === 2);
    await nextTask();
    world.render(2);
    await until(() => frames(world).length === 2);
    expect(frames(world)).toEqual(['1', '2']);
  });

  it('come before the full picture of a hand that rested and moved on', async () => {
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

  it('leave no full picture behind for a model that is gone', async () => {
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
