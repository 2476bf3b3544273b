/** What the backend offers for a model, and when its threads start. */
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { largestDifference } from '../../testing/node.ts';
import { latents } from '../../testing/tinyBundle.ts';
import { loadedBundle } from './testing/bundle.ts';
import type { Thread } from './threads/pool.ts';
import { start } from './wasm.ts';

const small = loadedBundle({ latent: 24, channels: [40, 32, 24, 16, 8] });
const large = { ...small, manifest: { ...small.manifest, parameters: 23_000_000 } };

test('pictures of a loaded model are available as pixels, which reach the page sooner than bitmaps', async () => {
  const backend = await start({ threads: 1 });
  const generator = await backend.load(small);
  expect(generator.renderPixels).toBeTypeOf('function');
  backend.dispose();
});

describe('threads on two cores', () => {
  const ended: (() => void)[] = [];
  let spawned = 0;

  /** A real thread. */
  async function spawn(): Promise<Thread> {
    spawned++;
    const worker = new Worker(
      `require('node:worker_threads').parentPort.on('message', ({ module, memory, thread }) =>
        new WebAssembly.Instance(module, { env: { memory } }).exports.work(thread));`,
      { eval: true, execArgv: [] },
    );
    const end = () => void worker.terminate();
    ended.push(end);
    return { postMessage: (task) => worker.postMessage(task), terminate: end };
  }

  beforeEach(() => {
    spawned = 0;
    vi.stubGlobal('crossOriginIsolated', true);
    vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    for (const end of ended.splice(0)) end();
  });

  test('start a second after a small model is ready, and then help with it', async () => {
    const backend = await start({ spawn });
    const generator = await backend.load(small);
    const [z] = latents(24, 1);
    const before = await generator.raw(z!);
    expect(spawned).toBe(0);
    expect(backend.detail).toMatch(/1 thread$/);
    await vi.advanceTimersByTimeAsync(1000);
    expect(spawned).toBe(1);
    expect(backend.detail).toMatch(/2 threads$/);
    for (let frame = 0; frame < 8; frame++)
      expect(largestDifference((await generator.raw(z!)).data, before.data)).toBe(0);
    backend.dispose();
  });

  test('start before a large model is laid out, because that takes long', async () => {
    const backend = await start({ spawn });
    await backend.load(large);
    expect(spawned).toBe(1);
    expect(backend.detail).toMatch(/2 threads$/);
    backend.dispose();
  });

  test('that do not start are explained, and the model computes on', async () => {
    const backend = await start({ spawn: () => Promise.reject(new Error('refused')) });
    const generator = await backend.load(small);
    expect(backend.notice).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.notice).toMatch(/one thread here, because its threads did not start/);
    await generator.raw(latents(24, 1)[0]!);
    // The next model does not try again.
    await backend.load(small);
    expect(backend.detail).toMatch(/1 thread$/);
    backend.dispose();
  });

  test('do not start after the backend has ended', async () => {
    const backend = await start({ spawn });
    await backend.load(small);
    backend.dispose();
    await vi.advanceTimersByTimeAsync(2000);
    expect(spawned).toBe(0);
  });
});
