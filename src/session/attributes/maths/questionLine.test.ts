import { describe, expect, it } from 'vitest';
import type { EvenLatents } from '../../../latent/direction/evenLatents.ts';
import type { ToMaths } from './messages.ts';
import { createQuestionLine, type MathsWorker } from './questionLine.ts';

/** Workers that answer when they are told to. */
function startLine() {
  const workers: (MathsWorker & { asked: ToMaths[]; ended: boolean })[] = [];
  const ask = createQuestionLine(() => {
    const worker = {
      asked: [] as ToMaths[],
      ended: false,
      onmessage: null,
      onerror: null,
      postMessage(question: ToMaths) {
        worker.asked.push(question);
      },
      terminate() {
        worker.ended = true;
      },
    };
    workers.push(worker);
    return worker;
  });
  const answer: EvenLatents = { latents: [], seen: [] };
  return {
    workers,
    answer,
    ask: (size: number, signal?: AbortSignal) => ask('evenLatents', { count: 1, size, within: [] }, signal),
    /** The newest worker answers what it was asked last. */
    reply(message: { answer: EvenLatents } | { error: { code: 'INTERNAL'; message: string } } = { answer }) {
      const worker = workers.at(-1)!;
      worker.onmessage?.({ data: { id: worker.asked.at(-1)!.id, ...message } } as MessageEvent);
    },
  };
}

describe('questions to the worker for long sums', () => {
  it('are asked one after the other, of one worker', async () => {
    const { workers, ask, reply, answer } = startLine();
    const both = [ask(1), ask(2)];
    expect(workers.map(({ asked }) => asked.length)).toEqual([1]);
    reply();
    expect(workers.map(({ asked }) => asked.length)).toEqual([2]);
    reply();
    expect(await Promise.all(both)).toEqual([answer, answer]);
  });

  it('go on when the one before is cancelled', async () => {
    const { workers, ask, reply, answer } = startLine();
    const abort = new AbortController();
    const first = ask(1, abort.signal);
    const second = ask(2);
    abort.abort();
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
    reply();
    expect(await second).toBe(answer);
  });

  it('are not disturbed when one that waits is cancelled', async () => {
    const { workers, ask, reply, answer } = startLine();
    const abort = new AbortController();
    const first = ask(1);
    const second = ask(2, abort.signal);
    const third = ask(3);
    abort.abort();
    await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
    reply();
    reply();
    expect(await first).toBe(answer);
    expect(await third).toBe(answer);
    expect(workers).toHaveLength(1);
    expect(workers[0]!.asked).toHaveLength(2);
  });

  it('fail where no worker can be started, each of them', async () => {
    const ask = createQuestionLine(() => {
      throw new Error('no worker here');
    });
    const question = { count: 1, size: 1, within: [] };
    await expect(ask('evenLatents', question)).rejects.toThrow('no worker here');
    await expect(ask('evenLatents', question)).rejects.toThrow('no worker here');
  });

  it('fail one by one', async () => {
    const { workers, ask, reply, answer } = startLine();
    const [first, second, third] = [ask(1), ask(2), ask(3)];
    reply({ error: { code: 'INTERNAL', message: 'too many' } });
    await expect(first).rejects.toThrow('too many');
    workers[0]!.onerror?.({ preventDefault: () => {}, message: 'broke' } as ErrorEvent);
    await expect(second).rejects.toThrow(/could not be done: broke/);
    reply();
    expect(await third).toBe(answer);
  });

  it('fail alone where no worker can be started, and the next one has its turn', async () => {
    let refusals = 1;
    const answer: EvenLatents = { latents: [], seen: [] };
    const ask = createQuestionLine(() => {
      if (refusals-- > 0) throw new Error('refused');
      const worker: MathsWorker = {
        onmessage: null,
        onerror: null,
        postMessage: ({ id }) =>
          queueMicrotask(() => worker.onmessage?.({ data: { id, answer } } as MessageEvent)),
        terminate: () => {},
      };
      return worker;
    });
    const question = { count: 1, size: 4, within: [] };
    await expect(ask('evenLatents', question)).rejects.toThrow('refused');
    expect(await ask('evenLatents', question)).toBe(answer);
  });
});
