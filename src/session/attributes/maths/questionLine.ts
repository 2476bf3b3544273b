/**
 * Questions to a worker, one at a time; the others wait on the page. The only way to stop a calculation is to end the
 * worker, and done like this no other question is lost with it.
 */
import { fromPlainError, throwIfCancelled, ZscapeError } from '../../../base/errors.ts';
import type { FromMaths, Kind, Questions, ToMaths } from './messages.ts';

/** The part of `Worker` that is needed here. */
export interface MathsWorker {
  postMessage(question: ToMaths): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromMaths>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Call {
  question: ToMaths;
  resolve(answer: never): void;
  reject(error: unknown): void;
}

type AskMaths = <K extends Kind>(
  kind: K,
  ask: Questions[K]['ask'],
  signal?: AbortSignal,
) => Promise<Questions[K]['answer']>;

export function createQuestionLine(startWorker: () => MathsWorker): AskMaths {
  let worker: MathsWorker | null = null;
  let lastId = 0;
  /** The first of these is with the worker. */
  const line: Call[] = [];

  const askFirst = (): void => {
    const [first] = line;
    if (!first) return;
    try {
      worker ??= listenTo(startWorker());
      worker.postMessage(first.question);
    } catch (error) {
      // No worker, or a question that cannot be sent: only this one fails, and the next has its turn.
      finish(({ reject }) => reject(error));
    }
  };
  /** Takes out of the line the question that is with the worker, and asks the next. */
  const finish = (settle: (call: Call) => void): void => {
    const call = line.shift();
    if (call) settle(call);
    askFirst();
  };
  const endWorker = (): void => {
    worker?.terminate();
    worker = null;
  };

  function listenTo(started: MathsWorker): MathsWorker {
    started.onmessage = ({ data }) => {
      if (data.id !== line[0]?.question.id) return;
      finish(({ resolve, reject }) => {
        if ('error' in data) reject(fromPlainError(data.error));
        else resolve(data.answer as never);
      });
    };
    started.onerror = (event) => {
      event.preventDefault();
      endWorker();
      const why = event.message || 'its script could not be loaded';
      finish(({ reject }) => reject(new ZscapeError('INTERNAL', `A calculation could not be done: ${why}.`)));
    };
    return started;
  }

  function cancel(id: number): void {
    const index = line.findIndex(({ question }) => question.id === id);
    const error = new ZscapeError('CANCELLED', 'Cancelled.');
    if (index === 0) {
      endWorker();
      finish(({ reject }) => reject(error));
    } else if (index > 0) {
      line.splice(index, 1)[0]?.reject(error);
    }
  }

  return async (kind, ask, signal) => {
    throwIfCancelled(signal);
    const id = ++lastId;
    const stop = () => cancel(id);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        line.push({ question: { id, kind, ask } as ToMaths, resolve, reject });
        if (line.length === 1) askFirst();
      });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  };
}
