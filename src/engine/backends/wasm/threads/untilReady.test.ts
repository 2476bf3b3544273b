import { describe, expect, it } from 'vitest';
import { type StartingWorker, untilReady } from './untilReady.ts';

function fakeWorker() {
  const worker: StartingWorker & { ended: boolean } = {
    onmessage: null,
    onerror: null,
    ended: false,
    terminate() {
      worker.ended = true;
    },
  };
  return worker;
}

/** Blocks this thread, so that it receives no messages. */
function beBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('untilReady', () => {
  it('hears a message that arrived while the thread was busy for longer than its limit', async () => {
    const worker = fakeWorker();
    const ready = untilReady(worker, { lookMs: 10, mostLooks: 4 });
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      worker.onmessage?.({} as MessageEvent);
      port1.close();
    };
    port2.postMessage('ready');
    beBusy(200);
    expect(await ready).toBe(worker);
    expect(worker.ended).toBe(false);
  });

  it('gives up a worker that says nothing', async () => {
    const worker = fakeWorker();
    await expect(untilReady(worker, { lookMs: 1, mostLooks: 3 })).rejects.toThrow('in time');
    expect(worker.ended).toBe(true);
  });

  it('passes on why a worker failed', async () => {
    const worker = fakeWorker();
    const ready = untilReady(worker);
    worker.onerror?.({ preventDefault: () => {}, message: 'no such script' } as ErrorEvent);
    await expect(ready).rejects.toThrow('no such script');
    expect(worker.ended).toBe(true);
  });
});
