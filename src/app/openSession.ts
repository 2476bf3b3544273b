/** What the page works with, before anything of it is rendered. */
import { startEngine } from '../engine/page/client.ts';
import { readUrl } from '../session/link/address.ts';
import { loadSettings } from '../session/saved/keepSettings.ts';
import type { Session } from '../session/session.ts';
import { startSession } from '../session/startSession.ts';
import { createZscapeStore, type ZscapeStore } from '../store/store.ts';
import { giveFocusBack, listenForRest, listenToKeys } from './keys/keyboard.ts';
import { listenToPaste } from './keys/paste.ts';

export function openSession(): { store: ZscapeStore; session: Session } {
  const wishes = readUrl(location.search);
  const settings = loadSettings();
  // The store begins as the frame in the HTML was rendered (`prerender.tsx`), and what this visitor has set comes after that.
  const store = createZscapeStore();
  store.setState({ ...settings, backend: wishes.backend ?? settings.backend ?? 'auto' });
  const session = startSession(store, startEngine, wishes);
  listenToKeys(session);
  listenToPaste(session);
  listenForRest(store);
  giveFocusBack();
  return { store, session };
}
