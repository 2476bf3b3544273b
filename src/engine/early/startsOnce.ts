/** The first script of the page starts the engine ahead of the page's own, which says so once more. */
import type { BackendChoice } from '../contract.ts';
import type { ToWorker } from '../protocol.ts';
import type { StartAheadMessage } from './readAhead.ts';

/** @param take hears of one start where both ask for the same backend, and of the second where they do not. */
export function startsOnce(
  take: (message: ToWorker) => void,
): (message: ToWorker | StartAheadMessage) => void {
  let ahead: BackendChoice | undefined;
  return (message) => {
    if (message.type === 'startAhead') {
      const { choice } = message;
      ahead = choice;
      return take({ type: 'start', choice });
    }
    if (message.type !== 'start') return take(message);
    const begun = message.choice === ahead;
    ahead = undefined;
    if (!begun) take(message);
  };
}
