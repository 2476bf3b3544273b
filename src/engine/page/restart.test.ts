import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ZscapeError } from '../../base/errors.ts';
import { HolderLocks } from '../../base/testing/holderLocks.ts';
import { live } from '../../base/workers/life.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { EngineEvents } from '../contract.ts';
import { startEngine } from './client.ts';
import { CANCEL_TICKS, LOAD_TICKS, SILENT_TICKS, TICK_MS } from './patience.ts';
import { FakeWorker } from './testing/fakeWorker.ts';

const errors: ZscapeError[] = [];

beforeEach(() => {
  errors.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('document', { baseURI: 'https://host.test/' });
  vi.stubGlobal('fetch', async () => new Response('{}'));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Starts an engine whose worker is running and has the model `a`. */
async function running(onChanges?: EngineEvents['onChanges']) {
  const engine = startEngine('wasm', {
    onFrame: () => {},
    onStatus: () => {},
    onError: (error) => errors.push(error),
    ...(onChanges && { onChanges }),
  });
  const worker = FakeWorker.last;
  worker.say({ type: 'ready' });
  const load = engine.load('a/');
  give(worker, 1);
  await load;
  return { engine, worker };
}

function give(worker: FakeWorker, id: number, epoch = 1): void {
  worker.say({ type: 'model', epoch });
  worker.say({ type: 'done', id, answer: { id: 'a' } as BundleManifest });
}

const pass = (ticks: number) => vi.advanceTimersByTimeAsync(ticks * TICK_MS);
const prepare = { stage: 'prepare', loaded: 1, total: 1, fromCache: false } as const;

describe('a worker that computes without end', () => {
  it('is replaced when a load is cancelled; the previous model and its last picture return', async () => {
    const { engine, worker } = await running();
    const stamp = engine.render(Float32Array.of(5));
    const abort = new AbortController();
    const load = engine.load('endless/', { signal: abort.signal });
    const ended = expect(load).rejects.toMatchObject({ code: 'CANCELLED' });
    worker.say({ type: 'pong', idle: true });
    worker.say({ type: 'progress', id: 2, progress: prepare });
    abort.abort();
    await pass(CANCEL_TICKS);
    await ended;
    expect(worker.terminated).toBe(true);
    expect(errors.map(({ code }) => code)).toEqual(['ENGINE_FAILED']);
    const next = FakeWorker.last;
    expect(next.asked('load').map(({ ask }) => ask)).toEqual([{ url: 'https://host.test/a/' }]);
    next.say({ type: 'ready' });
    give(next, 1, 4);
    await pass(0);
    expect(next.of('render')).toEqual([{ type: 'render', stamp, z: Float32Array.of(5), epoch: 4 }]);
  });

  it('passes the changes inside the network on to its successor, except those that did not fit', async () => {
    const told: unknown[] = [];
    const { engine, worker } = await running((changes) => told.push(changes));
    const maps = [
      { layer: '4x4/conv', map: 1, gain: 0 },
      { layer: '8x8/conv1', map: 1, gain: 0 },
    ];
    const changes = { maps, withoutNorm: [], mix: null, growth: null };
    const set = engine.setChanges(changes);
    worker.say({ type: 'done', id: 2, answer: undefined });
    await set;
    const left = { ...changes, maps: maps.slice(0, 1) };
    worker.say({ type: 'changes', changes: left });
    expect(told).toEqual([left]);
    engine.render(Float32Array.of(5));
    await pass(SILENT_TICKS);
    const next = FakeWorker.last;
    expect(next).not.toBe(worker);
    // Before the model, so that its first picture shows the changes.
    expect(next.of('call').map(({ kind, ask }) => [kind, ask])).toEqual([
      ['setChanges', { changes: left }],
      ['load', { url: 'https://host.test/a/' }],
    ]);
  });

  it('is replaced when a load never gets to its first picture', async () => {
    const { engine, worker } = await running();
    const load = engine.load('endless/');
    const ended = expect(load).rejects.toMatchObject({ message: expect.stringContaining('no picture') });
    worker.say({ type: 'progress', id: 2, progress: prepare });
    await pass(LOAD_TICKS);
    await ended;
    expect(FakeWorker.last).not.toBe(worker);
    expect(FakeWorker.last.asked('load')).toHaveLength(1);
  });

  it('is replaced when a frame never finishes, and that frame is not requested again', async () => {
    const { engine } = await running();
    engine.render(Float32Array.of(5));
    const raw = engine.renderRaw(Float32Array.of(6));
    const ended = expect(raw).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    await pass(SILENT_TICKS);
    await ended;
    const next = FakeWorker.last;
    give(next, 1);
    await pass(0);
    expect(next.of('render')).toEqual([]);
    engine.render(Float32Array.of(7));
    expect(next.of('render')).toHaveLength(1);
  });

  it('keeps requests while its successor gets the model', async () => {
    const { engine, worker } = await running();
    engine.render(Float32Array.of(5));
    await pass(SILENT_TICKS);
    expect(worker.terminated).toBe(true);
    const next = FakeWorker.last;
    const stamp = engine.render(Float32Array.of(8));
    const raw = engine.renderRaw(Float32Array.of(9));
    expect(next.of('render')).toEqual([]);
    give(next, 1);
    await pass(0);
    expect(next.of('render').map((message) => message.stamp)).toEqual([stamp]);
    expect(next.asked('raw')).toHaveLength(1);
    const values = { data: new Float32Array(3), width: 1, height: 1, channels: 3 };
    next.say({ type: 'done', id: 2, answer: values });
    await expect(raw).resolves.toEqual(values);
  });

  it('does not take another load down with it', async () => {
    const { engine, worker } = await running();
    const abort = new AbortController();
    const endless = engine.load('endless/', { signal: abort.signal });
    const ended = expect(endless).rejects.toMatchObject({ code: 'CANCELLED' });
    worker.say({ type: 'progress', id: 2, progress: prepare });
    abort.abort();
    const next = engine.load('b/');
    await pass(CANCEL_TICKS);
    await ended;
    const successor = FakeWorker.last;
    give(successor, 1);
    await pass(0);
    expect(successor.asked('load').map(({ ask }) => ask)).toEqual([
      { url: 'https://host.test/a/' },
      { url: 'https://host.test/b/' },
    ]);
    give(successor, 2, 2);
    await expect(next).resolves.toMatchObject({ id: 'a' });
  });

  it('is not suspected while the worker answers', async () => {
    const { engine, worker } = await running();
    engine.render(Float32Array.of(5));
    for (let i = 0; i < 3 * SILENT_TICKS; i++) {
      await pass(1);
      if (worker.of('ping').length > 0) worker.say({ type: 'pong', idle: i > SILENT_TICKS });
    }
    expect(worker.terminated).toBe(false);
    expect(worker.of('ping').length).toBeLessThan(2 * SILENT_TICKS);
  });
});

describe('a worker that the browser ends', () => {
  async function mortal() {
    const locks = new HolderLocks();
    vi.stubGlobal('navigator', { locks });
    const { engine, worker } = await running();
    const lives = (one: FakeWorker) => {
      const message = one.of('live')[0]!;
      live(message, (living) => one.say(living), locks);
      return message.lock;
    };
    const end = async (lock: string) => {
      locks.end(lock);
      await pass(0);
    };
    return { engine, worker, lives, end };
  }

  it('is replaced at once, with the model and without the picture that it was computing', async () => {
    const { engine, worker, lives, end } = await mortal();
    const lock = lives(worker);
    engine.render(Float32Array.of(5));
    await end(lock);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('The browser ended the engine'),
    ]);
    const next = FakeWorker.last;
    expect(next).not.toBe(worker);
    expect(next.asked('load').map(({ ask }) => ask)).toEqual([{ url: 'https://host.test/a/' }]);
    next.say({ type: 'ready' });
    give(next, 1, 4);
    await pass(0);
    expect(next.of('render')).toEqual([]);
  });

  it('is not given its model again if it ended while it was loading that', async () => {
    const { worker, lives, end } = await mortal();
    await end(lives(worker));
    const second = FakeWorker.last;
    await end(lives(second));
    const third = FakeWorker.last;
    expect(third).not.toBe(second);
    expect(third.asked('load')).toEqual([]);
    expect(errors).toHaveLength(2);
  });
});
