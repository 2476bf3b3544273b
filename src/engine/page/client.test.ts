import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { EngineEvents } from '../contract.ts';
import type { FromWorker } from '../protocol.ts';
import { startEngine } from './client.ts';
import { FakeWorker } from './testing/fakeWorker.ts';

const errors: ZscapeError[] = [];
const events: EngineEvents = {
  onFrame: () => {},
  onStatus: () => {},
  onError: (error) => errors.push(error),
};
const picture = () => ({ close: vi.fn() }) as unknown as ImageBitmap & { close: ReturnType<typeof vi.fn> };

beforeEach(() => {
  errors.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('document', { baseURI: 'https://host.test/sub/index.html' });
  vi.stubGlobal('fetch', async () => new Response('{"schema":1}'));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function start() {
  const engine = startEngine('wasm', events);
  const worker = FakeWorker.last;
  worker.say({ type: 'ready' });
  return { engine, worker };
}

describe('startEngine', () => {
  it('names the backend before anything else', () => {
    const { worker } = start();
    expect(worker.posted).toEqual([{ type: 'start', choice: 'wasm' }]);
  });

  it('copies z, and increases stamps', () => {
    const { engine, worker } = start();
    const z = Float32Array.of(1, 2);
    const first = engine.render(z);
    z[0] = 9;
    expect(engine.render(z)).toBeGreaterThan(first);
    expect(worker.of('render').map((message) => [...message.z])).toEqual([
      [1, 2],
      [9, 2],
    ]);
    expect([...z]).toEqual([9, 2]);
  });

  it('says which model a request is for', () => {
    const { engine, worker } = start();
    engine.render(new Float32Array(1));
    worker.say({ type: 'model', epoch: 4 });
    engine.render(new Float32Array(1));
    expect(worker.of('render').map(({ epoch }) => epoch)).toEqual([0, 4]);
  });

  it('asks for gradients of known pictures directly, and otherwise computes each picture before its gradient', async () => {
    const { engine, worker } = start();
    const zs = [Float32Array.of(1), Float32Array.of(2)];
    const answer = async (kind: string, count: number, made: unknown) => {
      await expect.poll(() => worker.asked(kind).length).toBe(count);
      worker.say({ type: 'done', id: worker.asked(kind).at(-1)!.id, answer: made } as FromWorker);
    };
    const known = engine.gradient(zs, [Float32Array.of(3), Float32Array.of(4)], { resolution: 16 });
    await answer('gradient', 1, zs);
    expect(await known).toEqual(zs);
    expect(worker.asked('gradient')[0]!.ask).toMatchObject({ zs, resolution: 16 });

    const seen: number[] = [];
    const shown = engine.gradient(zs, (picture, i) => {
      seen.push(i);
      return picture.data.map((value) => 2 * value);
    });
    for (const i of [0, 1]) {
      const data = Float32Array.of(5 + i);
      await answer('gradientPictures', i + 1, [{ data, width: 1, height: 1, channels: 1 }]);
      await answer('gradient', i + 2, [Float32Array.of(i)]);
    }
    expect(await shown).toEqual([Float32Array.of(0), Float32Array.of(1)]);
    expect(seen).toEqual([0, 1]);
    const together = engine.gradient(zs, ({ data }) => data);
    const picture = { data: Float32Array.of(9), width: 1, height: 1, channels: 1 };
    await answer('gradientPictures', 3, [picture, picture]);
    await answer('gradient', 4, zs);
    expect(await together).toEqual(zs);
    expect(worker.asked('gradient').map(({ ask }) => (ask as { dPictures: unknown }).dPictures)).toEqual([
      [Float32Array.of(3), Float32Array.of(4)],
      [Float32Array.of(10)],
      [Float32Array.of(12)],
      [picture.data, picture.data],
    ]);
  });

  it('loads from an address relative to the page, and then sends the text of zscape.json', async () => {
    const { engine, worker } = start();
    void engine.load('models/face/');
    expect(worker.asked('load')[0]?.ask).toEqual({ url: 'https://host.test/sub/models/face/' });
    await expect
      .poll(() => worker.of('manifest'))
      .toEqual([{ type: 'manifest', load: 1, text: '{"schema":1}' }]);
  });

  it('leaves it to the worker to report errors in zscape.json', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('offline')));
    const { engine, worker } = start();
    void engine.load('models/face/');
    await expect.poll(() => worker.of('manifest')).toEqual([{ type: 'manifest', load: 1, text: undefined }]);
  });

  it('rejects a cancelled batch immediately, tells the worker, and closes pictures that arrive late', async () => {
    const { engine, worker } = start();
    const abort = new AbortController();
    const seen: number[] = [];
    const batch = engine.renderBatch([new Float32Array(1)], {
      signal: abort.signal,
      onImage: (index) => seen.push(index),
    });
    const [first, late] = [picture(), picture()];
    worker.say({ type: 'image', id: 1, index: 0, image: first });
    abort.abort();
    worker.say({ type: 'image', id: 1, index: 1, image: late });
    await expect(batch).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(worker.of('cancel')).toEqual([{ type: 'cancel', id: 1 }]);
    expect(seen).toEqual([0]);
    expect(first.close).not.toHaveBeenCalled();
    expect(late.close).toHaveBeenCalledOnce();
  });

  it('posts nothing for a call that is already cancelled', async () => {
    const { engine, worker } = start();
    await expect(engine.load('models/face/', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(worker.asked('load')).toEqual([]);
  });

  it('matches answers with their calls, and failures with their codes', async () => {
    const { engine, worker } = start();
    const one = engine.renderRaw(new Float32Array(1));
    const two = engine.switchBackend('cpu');
    worker.say({ type: 'failed', id: 2, error: { code: 'BACKEND_UNAVAILABLE', message: 'No.' } });
    const raw = { data: new Float32Array(3), width: 1, height: 1, channels: 3 };
    worker.say({ type: 'done', id: 1, answer: raw });
    await expect(one).resolves.toBe(raw);
    await expect(two).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE', message: 'No.' });
  });

  it('leaves a cancelled load to the worker, which may already have finished it', async () => {
    const { engine, worker } = start();
    const manifest = { id: 'face' } as BundleManifest;
    const [stopped, late] = [new AbortController(), new AbortController()];
    const one = engine.load('models/one/', { signal: stopped.signal });
    const settled = vi.fn();
    one.catch(settled);
    stopped.abort();
    await Promise.resolve();
    expect(settled).not.toHaveBeenCalled();
    expect(worker.of('cancel')).toEqual([{ type: 'cancel', id: 1 }]);
    worker.say({ type: 'failed', id: 1, error: { code: 'CANCELLED', message: 'Cancelled.' } });
    await expect(one).rejects.toMatchObject({ code: 'CANCELLED' });
    const two = engine.load('models/two/', { signal: late.signal });
    late.abort();
    worker.say({ type: 'done', id: 2, answer: manifest });
    await expect(two).resolves.toBe(manifest);
  });

  it('fails every call when the script cannot be loaded, and tries again on the next one', async () => {
    const engine = startEngine('auto', events);
    const worker = FakeWorker.last;
    const call = engine.renderRaw(new Float32Array(1));
    worker.fail('');
    await expect(call).rejects.toMatchObject({ code: 'NETWORK' });
    expect(errors.map(({ code }) => code)).toEqual(['NETWORK']);
    const later = engine.renderRaw(new Float32Array(1));
    expect(FakeWorker.last).not.toBe(worker);
    FakeWorker.last.fail('');
    await expect(later).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('starts a new worker if the old one could not fetch its code', async () => {
    const { engine, worker } = start();
    const load = engine.load('models/face/');
    worker.say({ type: 'spent' });
    worker.say({ type: 'failed', id: 1, error: { code: 'NETWORK', message: 'No code.' } });
    await expect(load).rejects.toMatchObject({ code: 'NETWORK' });
    void engine.load('models/face/').catch(() => {});
    expect(worker.terminated).toBe(true);
    expect(FakeWorker.last.posted[0]).toEqual({ type: 'start', choice: 'wasm' });
    expect(FakeWorker.last.asked('load')).toHaveLength(1);
  });

  it('only reports trouble that no call has met', async () => {
    const { engine, worker } = start();
    const call = engine.renderRaw(new Float32Array(1));
    worker.fail('oops');
    worker.say({ type: 'done', id: 1, answer: undefined });
    await call;
    expect(errors.map(({ code }) => code)).toEqual(['ENGINE_FAILED']);
  });

  it('says why if the browser cannot create a worker', async () => {
    vi.stubGlobal('Worker', function none() {
      throw new DOMException('refused', 'SecurityError');
    });
    const engine = startEngine('auto', events);
    await expect(engine.load('models/face/')).rejects.toMatchObject({
      code: 'WORKER_UNAVAILABLE',
      message: expect.stringContaining('refused'),
    });
    expect(engine.render(new Float32Array(1))).toBe(1);
  });

  it('ends the worker and every call', async () => {
    const { engine, worker } = start();
    const call = engine.renderRaw(new Float32Array(1));
    engine.dispose();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(worker.terminated).toBe(true);
  });
});
