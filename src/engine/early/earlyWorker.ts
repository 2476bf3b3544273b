/**
 * The engine's worker can be started before the page's own script is there. A few lines in front of that script do it
 * (`src/app/early/early.ts`), and whoever starts the engine takes the worker over here.
 */
import type { AheadMessage } from './openAhead.ts';

/** What the first script leaves for the page's own script. */
export interface EarlyWorker {
  worker: Worker;
  /** What the worker has said meanwhile. */
  held: (MessageEvent | ErrorEvent)[];
  /** Ends the holding. */
  release(): void;
}

declare global {
  interface Window {
    /** Null as soon as somebody starts the engine: a first script that comes only then has nothing to do any more. */
    zscapeEarly?: EarlyWorker | null;
  }
}

/**
 * Listens to a worker until somebody takes it over.
 * @param onAhead is called with what the worker says to the first script
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
 * The worker that was started early, or nothing; only the first who asks gets it. What it has said before is said again
 * as soon as the caller, who can listen to it until then, has returned.
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

/** An event can be dispatched only once, so this one is made anew. */
function again(event: MessageEvent | ErrorEvent): Event {
  if ('data' in event) return new MessageEvent('message', { data: event.data });
  // A script that could not be fetched gives an event without a message.
  const { message = '' } = event;
  return new ErrorEvent('error', { message, cancelable: true });
}
