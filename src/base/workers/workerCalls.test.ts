import { describe, expect, it, vi } from 'vitest';
import { ZscapeError } from '../errors.ts';
import { type Answers, answerCalls, Given } from './answerCalls.ts';
import type { AnswerMessage } from './messages.ts';
import { askOnce, WorkerCalls } from './workerCalls.ts';

interface Sums {
  add: { ask: { a: number; b: number }; answer: number; news: { type: 'carried'; digit: number } };
  wait: { ask: undefined; answer: string };
  bytes: { ask: number; answer: Uint8Array };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A worker whose script is `answers`, joined to the page by messages that are copied as in a browser. */
class LocalWorker {
  onmessage: (event: { data: unknown }) => void = () => {};
  onerror: (event: { message: string; preventDefault(): void }) => void = () => {};
  onmessageerror = () => {};
  ended = false;
  readonly #take: (message: never) => boolean;

  constructor(answers: Answers<Sums>) {
    this.#take = answerCalls<Sums>((message: AnswerMessage<Sums>, transfer) => {
      const data: unknown = structuredClone(message, { transfer });
      setImmediate(() => this.onmessage({ data }));
    }, answers);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    const copy = structuredClone(message, { transfer });
    setImmediate(() => {
      if (!this.ended) this.#take(copy as never);
    });
  }

  terminate(): void {
    this.ended = true;
  }
}

function joined(own: Partial<Answers<Sums>> = {}) {
  const worker = new LocalWorker({
    add: ({ a, b }, { tell }) => {
      tell({ type: 'carried', digit: 1 });
      return a + b;
    },
    wait: (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new ZscapeError('CANCELLED', 'Cancelled.'))),
      ),
    bytes: (count) => {
      const bytes = new Uint8Array(count);
      return new Given(bytes, [bytes.buffer]);
    },
    ...own,
  });
  const onError = vi.fn();
  const onStray = vi.fn();
  const calls = new WorkerCalls<Sums>(worker as unknown as Worker, { onError, onStray });
  return { worker, calls, onError, onStray };
}

describe('WorkerCalls', () => {
  it('returns to each call its answer, preceded by its news', async () => {
    const { calls } = joined();
    const digits: number[] = [];
    const one = calls.call('add', { a: 1, b: 2 }, { onNews: ({ digit }) => digits.push(digit) });
    const two = calls.call('bytes', 3);
    expect(calls.waiting).toBe(true);
    expect(await one.answer).toBe(3);
    expect(await two.answer).toEqual(new Uint8Array(3));
    expect(digits).toEqual([1]);
    expect(calls.waiting).toBe(false);
  });

  it('passes on failures with their codes', async () => {
    const { calls } = joined({
      add: () => {
        throw new ZscapeError('ENGINE_FAILED', 'No.');
      },
    });
    await expect(calls.call('add', { a: 1, b: 2 }).answer).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: 'No.',
    });
  });

  it('leaves it to the worker to settle a cancelled call, unless it should end immediately', async () => {
    const late = new AbortController();
    const { calls, onStray } = joined({
      add: async (_, { tell }) => {
        await settled();
        await settled();
        tell({ type: 'carried', digit: 9 });
        return 7;
      },
    });
    const onNews = vi.fn();
    const call = calls.call('add', { a: 1, b: 2 }, { signal: late.signal, onNews }).answer;
    const other = new AbortController();
    const atOnce = calls.call('add', { a: 1, b: 2 }, { signal: other.signal, atOnce: true }).answer;
    late.abort();
    other.abort();
    await expect(atOnce).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await call).toBe(7);
    await settled();
    expect(onNews).not.toHaveBeenCalled();
    expect(onStray).toHaveBeenCalledTimes(2);
  });

  it('tells the worker of a cancel', async () => {
    const { calls } = joined();
    const abort = new AbortController();
    const call = calls.call('wait', undefined, { signal: abort.signal }).answer;
    await settled();
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(calls.call('wait', undefined, { signal: abort.signal }).answer).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('rejects every call when the worker is ended, including later ones', async () => {
    const { calls, worker } = joined();
    const abort = new AbortController();
    const one = calls.call('wait', undefined);
    const cancelled = calls.call('wait', undefined, { signal: abort.signal });
    const guilty = calls.call('wait', undefined);
    abort.abort();
    const error = new ZscapeError('ENGINE_FAILED', 'It was ended.');
    calls.end(error, { id: guilty.id, error: new ZscapeError('INTERNAL', 'It was you.') });
    await expect(one.answer).rejects.toBe(error);
    await expect(cancelled.answer).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(guilty.answer).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(calls.call('wait', undefined).answer).rejects.toBe(error);
    expect(worker.ended).toBe(true);
  });
});

describe('askOnce', () => {
  const failed = (message: string) => new ZscapeError('INTERNAL', `It failed: ${message}`);

  it('ends its worker after the answer, and immediately on a cancel', async () => {
    const { worker } = joined();
    const start = () => worker as unknown as Worker;
    expect(await askOnce<Sums, 'add'>(start, 'add', { a: 2, b: 2 }, { failed })).toBe(4);
    expect(worker.ended).toBe(true);
    const { worker: busy } = joined();
    const abort = new AbortController();
    const { signal } = abort;
    const call = askOnce<Sums, 'wait'>(() => busy as unknown as Worker, 'wait', undefined, {
      failed,
      signal,
    });
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(busy.ended).toBe(true);
  });

  it('says so when the script cannot be loaded', async () => {
    const { worker } = joined();
    const start = () => worker as unknown as Worker;
    const call = askOnce<Sums, 'wait'>(start, 'wait', undefined, { failed });
    worker.onerror({ message: 'not found', preventDefault: () => {} });
    await expect(call).rejects.toMatchObject({ message: 'It failed: not found' });
  });
});
