/** Coming back to what a tab was at before a reload, without the first picture having to wait for storage. */
import { ZscapeError } from '../../../base/errors.ts';
import { notify, type ZscapeStore } from '../../../store/store.ts';
import type { Beginning } from '../../models/modelLoader.ts';
import { beginWithSaved, fitsModel } from '../beginWithSaved.ts';
import type { SavedSessions, TakenSession } from '../savedSessions.ts';
import { beginOpening, endOpening, tooManyOpenings, unfinishedOpenings } from './tabMemory.ts';

/** The first picture of a reloaded tab waits this long for its session; a new tab does not wait at all. */
const patienceMs = 3000;

/** What this tab was at; null for a new tab, and where storage fails or does not answer in time, which the user is told. */
export async function resume(store: ZscapeStore, sessions: SavedSessions): Promise<TakenSession | null> {
  const { wasHere } = sessions;
  const restored = sessions.restore().catch((error: unknown) => {
    notify(store, error, 'info');
    return null;
  });
  if (!wasHere) return null;
  let late = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      late = true;
      resolve(null);
    }, patienceMs);
  });
  void restored.then((taken) => {
    clearTimeout(timer);
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

/** A page that stood this long with its session was not broken by it. */
const openedWellMs = 3000;

/** A way to begin with a session, which knows whether it was taken. */
interface Resumption {
  begin: Beginning;
  begun(): boolean;
}

/** Goes on with the session, where the model is one that its face is of; or else begins `otherwise`. */
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

function cameLate(): ZscapeError {
  return new ZscapeError(
    'STORAGE_SILENT',
    'The browser’s storage answered late, and the page began without it. What this tab was at is in All kept….',
  );
}

function breaksThePage(): ZscapeError {
  return new ZscapeError(
    'SESSION_INVALID',
    'The session of this tab broke the page as it opened, so a fresh one began. The other is kept: All kept… saves it as a file.',
  );
}
