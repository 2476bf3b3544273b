/** The first script of the page starts the engine ahead of the page's own script, which says so once more. */
import type { BackendChoice } from '../contract.ts';
import type { ToWorker } from '../protocol.ts';
import type { StartAheadMessage } from './openAhead.ts';

/** @param take hears of one start where both ask for the same backend, and of the second one, too, where they do not. */
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
