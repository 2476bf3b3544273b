import type { Session } from '../../session/session.ts';
import { holdsFiles } from './holdsFiles.ts';
import { openGiven } from './openGiven.ts';

/**
 * Opens files that are dropped before `DropZone` is there, or if it could not be fetched. Otherwise the browser would leave the page and
 * show them itself.
 * @param opened settles when the page shows its first face
 */
export function listenToEarlyDrops(session: Session, opened: Promise<void>): void {
  // On the window, so that `DropZone`, on the document, has marked its own events by then.
  window.addEventListener('dragover', (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    if (event.defaultPrevented || !holdsFiles(event)) return;
    event.preventDefault();
    void openGiven(session, opened, [...(event.dataTransfer?.files ?? [])]);
  });
}
