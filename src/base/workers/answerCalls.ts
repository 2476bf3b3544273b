/** The worker's half of calls: runs the requested work and settles the call. */
import { toPlainError } from '../errors.ts';
import { type LiveMessage, live } from './life.ts';
import type { AnswerMessage, CallMessage, CallTable, NewsOf } from './messages.ts';

/** The context of a call's work, besides its request. */
export interface Asked<News> {
  id: number;
  /** Fires when the page cancels the call. The work decides whether it is still in time. */
  signal: AbortSignal;
  /** Sends news to the page before the answer. */
  tell(news: News, transfer?: Transferable[]): void;
}

/** An answer whose buffers are transferred to the page instead of being copied. */
export class Given<T> {
  readonly answer: T;
  readonly transfer: Transferable[];

  constructor(answer: T, transfer: Transferable[]) {
    this.answer = answer;
    this.transfer = transfer;
  }
}

type Settled<T> = T | Given<T> | Promise<T | Given<T>>;

export type Answers<T extends CallTable<T>> = {
  [K in keyof T]: (ask: T[K]['ask'], asked: Asked<NewsOf<T[K]>>) => Settled<T[K]['answer']>;
};

/**
 * Answers the page's calls.
 * @param post sends to the page.
 * @returns a handler to call with each message; it returns false if the message has nothing to do with calls.
 */
export function answerCalls<T extends CallTable<T>>(
  post: (message: AnswerMessage<T>, transfer: Transferable[]) => void,
  answers: Answers<T>,
): (message: CallMessage<T> | { type: string }) => boolean {
  const running = new Map<number, AbortController>();

  async function run<K extends keyof T>(id: number, kind: K, ask: T[K]['ask']): Promise<void> {
    const abort = new AbortController();
    running.set(id, abort);
    const tell = (news: NewsOf<T[K]>, transfer: Transferable[] = []) => post({ ...news, id }, transfer);
    // The compiler does not see that a message of one kind is among the messages of all kinds.
    const end = (message: object, transfer: Transferable[] = []) =>
      post({ ...message, id } as AnswerMessage<T>, transfer);
    try {
      const settled = await answers[kind](ask, { id, signal: abort.signal, tell });
      const { answer, transfer } = settled instanceof Given ? settled : { answer: settled, transfer: [] };
      end({ type: 'done', answer }, transfer);
    } catch (error) {
      end({ type: 'failed', error: toPlainError(error) });
    } finally {
      running.delete(id);
    }
  }

  return (message) => {
    if (message.type === 'cancel') running.get((message as { id: number }).id)?.abort();
    else if (message.type === 'live') live(message as LiveMessage, (living) => post(living, []));
    else if (message.type === 'call') {
      const { id, kind, ask } = message as CallMessage<T> & { type: 'call' };
      void run(id, kind, ask);
    } else return false;
    return true;
  };
}
