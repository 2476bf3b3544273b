/** The engine's worker may start a backend ahead (`beginning.ts`), before the page's own script asks for it. */
import type { BackendChoice } from '../contract.ts';
import type { ToWorker } from '../protocol.ts';

/**
 * Starts a backend ahead, and filters the second of two starts.
 * @param ahead the backend to start, if any
 * @param take receives one start if both ask for the same backend, and both if they do not.
 */
export function startsOnce<Other>(
  ahead: BackendChoice | undefined,
  take: (message: ToWorker | Other) => void,
): (message: ToWorker | Other) => void {
  if (ahead !== undefined) take({ type: 'start', choice: ahead });
  let begun = ahead;
  return (message) => {
    const { type } = message as ToWorker;
    if (type !== 'start') return take(message);
    const again = (message as ToWorker & { type: 'start' }).choice === begun;
    begun = undefined;
    if (!again) take(message);
  };
}
