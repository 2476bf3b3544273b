/** Returns to a tab's work from before a reload, without making the first picture wait for storage. */
import { ZscapeError } from '../../../base/errors.ts';
import { silence } from '../../../base/silence.ts';
import { inPageLanguage } from '../../../language/texts.ts';
import { notify, type ZscapeStore } from '../../../store/store.ts';
import { sessionMessages } from '../../messages.ts';
import type { Beginning } from '../../models/modelLoader.ts';
import { beginWithSaved, fitsModel } from '../beginWithSaved.ts';
import type { SavedSessions, TakenSession } from '../savedSessions.ts';
import { beginOpening, endOpening, tooManyOpenings, unfinishedOpenings } from './tabMemory.ts';

/** The first picture of a reloaded tab waits this long for its session; a new tab does not wait at all. */
const patienceMs = 3000;

/**
 * Returns this tab's session; null for a new tab, and, after telling the user, if storage fails or does not respond in
 * time.
 */
export async function resume(store: ZscapeStore, sessions: SavedSessions): Promise<TakenSession | null> {
  const { wasHere } = sessions;
  const restored = sessions.restore().catch((error: unknown) => {
    notify(store, error, 'info');
    return null;
  });
  if (!wasHere) return null;
  let late = false;
  const answered = new AbortController();
  const patience = silence(patienceMs, answered.signal).then(() => {
    late = true;
    return null;
  });
  void restored.then((taken) => {
    answered.abort();
    if (!late || !taken) return;
    sessions.leave(taken);
    notify(store, cameLate(), 'info');
  });
  const taken = await Promise.race([restored, patience]);
  if (!taken || unfinishedOpenings(taken.session.id) < tooManyOpenings) return taken;
  sessions.leave(taken);
  notify(store, breaksThePage(), 'info');
  return null;
}

/** A page that lasted this long with its session was not broken by it. */
const openedWellMs = 3000;

/** A way to begin with a session that knows whether it was used. */
interface Resumption {
  begin: Beginning;
  begun(): boolean;
}

/** Continues the session if its face belongs to the model, and begins `otherwise` if not. */
export function resumption(sessions: SavedSessions, taken: TakenSession, otherwise: Beginning): Resumption {
  let begun = false;
  const begin: Beginning = (model) => {
    const { id, state } = taken.session;
    if (!fitsModel(state, model)) return otherwise(model);
    begun = true;
    sessions.goOn(taken);
    beginOpening(id);
    setTimeout(endOpening, openedWellMs);
    addEventListener('pagehide', endOpening);
    return beginWithSaved(state, model);
  };
  return { begin, begun: () => begun };
}

/** Restores the undo history, once the page shows the session; if it cannot be read, undo starts here. */
export function bringActs(store: ZscapeStore, { acts }: TakenSession): void {
  const history = acts(store.getState());
  if (history) store.setState({ history });
}

function cameLate(): ZscapeError {
  return new ZscapeError('STORAGE_SILENT', sessionMessages.get().cameLate, inPageLanguage());
}

function breaksThePage(): ZscapeError {
  return new ZscapeError('SESSION_INVALID', sessionMessages.get().breaksThePage, inPageLanguage());
}
