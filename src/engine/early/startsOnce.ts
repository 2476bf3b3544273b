/** The page's first script starts the engine ahead of the page's own script, which then sends the same message again. */
import type { BackendChoice } from '../contract.ts';
import type { ToWorker } from '../protocol.ts';
import type { StartAheadMessage } from './openAhead.ts';

/**
 * Filters the second of two starts.
 * @param take receives one start if both ask for the same backend, and both if they do not.
 */
export function startsOnce<Other>(
  take: (message: ToWorker | Other) => void,
): (message: ToWorker | StartAheadMessage | Other) => void {
  let ahead: BackendChoice | undefined;
  return (message) => {
    const { type } = message as ToWorker | StartAheadMessage;
    if (type === 'startAhead') {
      const { choice } = message as StartAheadMessage;
      ahead = choice;
      return take({ type: 'start', choice });
    }
    if (type !== 'start') return take(message as ToWorker | Other);
    const begun = (message as ToWorker & { type: 'start' }).choice === ahead;
    ahead = undefined;
    if (!begun) take(message as ToWorker);
  };
}
