import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ZscapeError } from '../../base/errors.ts';
import type { EngineEvents } from '../contract.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import { startEngine } from './client.ts';

/** A worker's page side: keeps what is posted, and says what the test wants. */
class FakeWorker {
  static last: FakeWorker;
  readonly posted: ToWorker[] = [];
  terminated = false;
  onmessage: (event: { data: FromWorker }) => void = () => {};
  onerror: (event: { message: string; preventDefault(): void }) => void = () => {};

  constructor() {
    FakeWorker.last = this;
  }

  postMessage(message: ToWorker, transfer: Transferable[]): void {
    this.posted.push(structuredClone(message, { transfer }));
  }

  terminate(): void {
    this.terminated = true;
  }

  of<T extends ToWorker['type']>(type: T): (ToWorker & { type: T })[] {
    return this.posted.filter((message): message is ToWorker & { type: T } => message.type === type);
  }

  say(data: FromWorker): void {
    this.onmessage({ data });
  }

  fail(message: string): void {
    this.onerror({ message, preventDefault: () => {} });
  }
}

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

  it('copies z, and stamps grow', () => {
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

  it('loads from an address relative to the page, and sends the text of zscape.json after', async () => {
    const { engine, worker } = start();
    void engine.load('models/face/');
    expect(worker.of('load')[0]?.url).toBe('https://host.test/sub/models/face/');
    await expect
      .poll(() => worker.of('manifest'))
      .toEqual([{ type: 'manifest', id: 1, text: '{"schema":1}' }]);
  });

  it('leaves it to the worker to say what is wrong with zscape.json', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('offline')));
    const { engine, worker } = start();
    void engine.load('models/face/');
    await expect.poll(() => worker.of('manifest')).toEqual([{ type: 'manifest', id: 1, text: undefined }]);
  });

  it('rejects a cancelled call at once, tells the worker, and closes pictures that come late', async () => {
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

  it('posts nothing for a call that was cancelled before', async () => {
    const { engine, worker } = start();
    await expect(engine.load('models/face/', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(worker.of('load')).toEqual([]);
  });

  it('gives answers to their calls, and failures with their code', async () => {
    const { engine, worker } = start();
    const one = engine.renderRaw(new Float32Array(1));
    const two = engine.switchBackend('cpu');
    worker.say({ type: 'failed', id: 2, error: { code: 'BACKEND_UNAVAILABLE', message: 'No.' } });
    const raw = { data: new Float32Array(3), width: 1, height: 1, channels: 3 };
    worker.say({ type: 'done', id: 1, value: raw });
    await expect(one).resolves.toBe(raw);
    await expect(two).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE', message: 'No.' });
  });

  it('fails every call when the script cannot be loaded, and only tells of later trouble', async () => {
    const engine = startEngine('auto', events);
    const worker = FakeWorker.last;
    const call = engine.renderRaw(new Float32Array(1));
    worker.fail('');
    await expect(call).rejects.toMatchObject({ code: 'NETWORK' });
    worker.say({ type: 'ready' });
    const later = engine.renderRaw(new Float32Array(1));
    worker.fail('oops');
    worker.say({ type: 'done', id: 2, value: undefined });
    await later;
    expect(errors.map(({ code }) => code)).toEqual(['NETWORK', 'ENGINE_FAILED']);
  });

  it('ends the worker and every call', async () => {
    const { engine, worker } = start();
    const call = engine.renderRaw(new Float32Array(1));
    engine.dispose();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(worker.terminated).toBe(true);
  });
});
