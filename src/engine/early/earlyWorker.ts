/**
 * The engine's worker can be started before the page's own script arrives. A few lines in front of that script do so
 * (`src/app/early/early.ts`), and the code that starts the engine takes the worker over here.
 */
import type { AheadMessage } from './openAhead.ts';

/** What the first script leaves to the page's own script. */
export interface EarlyWorker {
  worker: Worker;
  /** The worker's messages so far. */
  held: (MessageEvent | ErrorEvent)[];
  /** Stops collecting messages. */
  release(): void;
}

declare global {
  interface Window {
    /** Null as soon as the engine has been started: a first script that runs later has nothing left to do. */
    zscapeEarly?: EarlyWorker | null;
  }
}

/**
 * Collects a worker's messages until it is taken over.
 * @param onAhead receives the worker's messages to the first script
 */
export function holdEarly(worker: Worker, onAhead: (message: AheadMessage) => void = () => {}): EarlyWorker {
  const held: (MessageEvent | ErrorEvent)[] = [];
  const hold = (event: Event) => {
    event.preventDefault();
    const { data } = event as MessageEvent<AheadMessage | undefined>;
    if (data?.type === 'pictureAhead' || data?.type === 'weightsAhead') onAhead(data);
    else held.push(event as MessageEvent | ErrorEvent);
  };
  worker.addEventListener('message', hold);
  worker.addEventListener('error', hold);
  return {
    worker,
    held,
    release() {
      worker.removeEventListener('message', hold);
      worker.removeEventListener('error', hold);
    },
  };
}

/**
 * Takes over the worker that was started early, or returns nothing; only the first caller gets it. The collected messages
 * are dispatched again right after the caller has returned, so it can attach its listeners first.
 */
export function takeEarlyWorker(): Worker | undefined {
  if (typeof window === 'undefined') return undefined;
  const early = window.zscapeEarly;
  window.zscapeEarly = null;
  if (!early) return undefined;
  early.release();
  const { worker, held } = early;
  queueMicrotask(() => {
    for (const event of held) worker.dispatchEvent(again(event));
  });
  return worker;
}

/** Makes a copy, because an event can be dispatched only once. */
function again(event: MessageEvent | ErrorEvent): Event {
  if ('data' in event) return new MessageEvent('message', { data: event.data });
  // A script that could not be fetched causes an event without a message.
  const { message = '' } = event;
  return new ErrorEvent('error', { message, cancelable: true });
}
