/** Makes the store and the session, before anything of the page is rendered. */
import { startEngine } from '../engine/page/client.ts';
import { followFocus, freeSpaceKey } from '../panels/parts/focusTrail.ts';
import { readUrl } from '../session/link/address.ts';
import { loadSettings } from '../session/saved/keepSettings.ts';
import type { Session } from '../session/session.ts';
import { startSession } from '../session/startSession.ts';
import { createZscapeStore, type ZscapeStore } from '../store/store.ts';
import { listenToEarlyDrops } from './files/earlyDrops.ts';
import { pageOpened } from './files/pageOpened.ts';
import { listenToPaste } from './files/paste.ts';
import { listenForRest, listenToKeys } from './keys/keyboard.ts';
import { firstLanguage, startLanguage } from './page/language.ts';

export async function openSession(): Promise<{ store: ZscapeStore; session: Session }> {
  const wishes = readUrl(location.search);
  const settings = loadSettings();
  // This comes first because the session has texts too.
  await startLanguage(firstLanguage(settings.language));
  // The store begins with the state that the frame in the HTML was rendered from (`prerender.tsx`). The visitor's settings come after that.
  const store = createZscapeStore();
  store.setState({ ...settings, backend: wishes.backend ?? settings.backend ?? 'auto' });
  const session = startSession(store, startEngine, wishes);
  listenToKeys(session);
  const opened = pageOpened(store);
  listenToPaste(session, opened);
  listenToEarlyDrops(session, opened);
  listenForRest(store);
  followFocus();
  freeSpaceKey(() => store.getState().dialog !== null);
  return { store, session };
}
