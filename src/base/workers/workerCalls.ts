/**
 * The page's half of calls to one worker: it turns messages into promises. The worker settles each call, even a cancelled
 * one. When the worker has failed or was ended, all pending and later calls are rejected.
 */
import { fromPlainError, type PlainError, ZscapeError } from '../errors.ts';
import { WorkerLife } from './life.ts';
import type { CallTable, NewsOf } from './messages.ts';

interface CallOptions<News> {
  signal?: AbortSignal | undefined;
  /** Objects to transfer to the worker instead of copying them. */
  transfer?: Transferable[];
  /** Called with the worker's news before its answer, until the signal fires. */
  onNews?: ((news: News) => void) | undefined;
  /** Rejects the call as soon as the signal fires, for calls that leave nothing behind in the worker. */
  atOnce?: boolean;
}

interface WorkerCallsOptions<Event> {
  /** Called with each message outside any call. */
  onEvent?: (event: Event) => void;
  /** Called with news of a call that was cancelled or has ended, so that resources in it can be closed. */
  onStray?: (news: { type: string }) => void;
  /** Called when the browser reports an error of the worker outside any call. */
  onError: (message: string) => void;
  /** Called when the worker has ended by itself; otherwise that counts as an error. */
  onEnded?: () => void;
}

/** `AnswerMessage` without its types, or an event. */
interface Arrived {
  type: string;
  id?: number;
  answer?: unknown;
  error?: PlainError;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: ZscapeError): void;
  onNews?: ((news: never) => void) | undefined;
  signal: AbortSignal | undefined;
}

const cancelled = () => new ZscapeError('CANCELLED', 'Cancelled.');

export class WorkerCalls<T extends CallTable<T>, Order = never, Event = never> {
  readonly #worker: Worker;
  readonly #life = new WorkerLife();
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: ZscapeError | undefined;

  constructor(
    worker: Worker,
    {
      onEvent,
      onStray,
      onError,
      onEnded = () => onError('the browser ended its worker'),
    }: WorkerCallsOptions<Event>,
  ) {
    this.#worker = worker;
    const { message } = this.#life;
    if (message) worker.postMessage(message);
    worker.onmessage = ({ data }: MessageEvent<Arrived>) => {
      if (this.#ended) return;
      if (data.type === 'living') this.#life.watch(onEnded);
      else if (data.id === undefined) onEvent?.(data as Event);
      else if (data.type === 'done') this.#settle(data.id)?.resolve(data.answer);
      else if (data.type === 'failed' && data.error)
        this.#settle(data.id)?.reject(fromPlainError(data.error));
      else {
        const { id, ...news } = data;
        const call = this.#waiting.get(id);
        if (call && !call.signal?.aborted) call.onNews?.(news as never);
        else onStray?.(news);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (!this.#ended) onError(event.message ?? '');
    };
    worker.onmessageerror = () => {
      if (!this.#ended) onError('a message could not be read');
    };
  }

  /** Whether any call is pending. */
  get waiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Asks the worker, which settles the promise. @throws CANCELLED, and the worker's own errors */
  call<K extends keyof T>(
    kind: K,
    ask: T[K]['ask'],
    { signal, transfer = [], onNews, atOnce = false }: CallOptions<NewsOf<T[K]>> = {},
  ): { id: number; answer: Promise<T[K]['answer']> } {
    const id = ++this.#lastId;
    const answer = new Promise<T[K]['answer']>((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      if (signal?.aborted) return reject(cancelled());
      const cancel = () => {
        this.#worker.postMessage({ type: 'cancel', id });
        if (atOnce) this.#settle(id)?.reject(cancelled());
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const free = () => signal?.removeEventListener('abort', cancel);
      this.#waiting.set(id, {
        signal,
        onNews: onNews as Waiting['onNews'],
        resolve(value) {
          free();
          resolve(value as T[K]['answer']);
        },
        reject(error) {
          free();
          reject(error);
        },
      });
      this.#worker.postMessage({ type: 'call', id, kind, ask }, transfer);
    });
    return { id, answer };
  }

  /** Sends a message that the worker does not answer. */
  tell(order: Order, transfer: Transferable[] = []): void {
    if (!this.#ended) this.#worker.postMessage(order, transfer);
  }

  /**
   * Ends the worker, whatever it is doing. Pending and later calls are rejected.
   * @param error the reason; a call whose signal has fired is rejected with CANCELLED.
   * @param guilty a different reason for one of the calls.
   */
  end(error: ZscapeError, guilty?: { id: number; error: ZscapeError }): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#life.stop();
    this.#worker.terminate();
    for (const [id, call] of [...this.#waiting]) {
      this.#waiting.delete(id);
      call.reject(call.signal?.aborted ? cancelled() : id === guilty?.id ? guilty.error : error);
    }
  }

  #settle(id: number): Waiting | undefined {
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    return call;
  }
}

/**
 * Makes one call to a worker of its own: cancelling ends the worker, without affecting any other call.
 * @param failed makes the error if the worker itself fails, from the browser's message, which may be empty.
 * @throws CANCELLED as soon as the signal fires, the error of `failed`, and the worker's own errors.
 */
export async function askOnce<T extends CallTable<T>, K extends keyof T>(
  start: () => Worker,
  kind: K,
  ask: T[K]['ask'],
  {
    failed,
    ...options
  }: Omit<CallOptions<NewsOf<T[K]>>, 'atOnce'> & { failed: (message: string) => ZscapeError },
): Promise<T[K]['answer']> {
  if (options.signal?.aborted) throw cancelled();
  const calls = new WorkerCalls<T>(start(), { onError: (message) => calls.end(failed(message)) });
  try {
    return await calls.call(kind, ask, { ...options, atOnce: true }).answer;
  } finally {
    calls.end(cancelled());
  }
}
