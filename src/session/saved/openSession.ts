/** Opening a session, from a file or from the browser: its model first, then everything else together. */
import { ZscapeError } from '../../base/errors.ts';
import { sessionFileName } from '../../export/fileNames.ts';
import { forgetActs } from '../../store/history/remember.ts';
import { pointSize } from '../../store/select/space.ts';
import { type Work, workOf } from '../../store/state/fields.ts';
import { saveFile } from '../export/saveFile.ts';
import { chooseModel } from '../models/modelLoader.ts';
import type { Session } from '../session.ts';
import { beginWithSaved } from './beginWithSaved.ts';
import { decodeSession, encodeSession } from './sessionFile.ts';
import { bringActs } from './tabs/resume.ts';

type Here = Pick<Session, 'store' | 'models' | 'sessions'>;

/** Saves the current session as a `.zscape.json` file. */
export function saveSessionFile({ store, sessions }: Session): void {
  const state = store.getState();
  const { model } = state;
  if (!model) throw new ZscapeError('EXPORT_FAILED', 'There is no session yet to save.');
  const name = sessions.name || model.title;
  const { id, title } = model;
  const text = encodeSession({ name, model: { id, title, latent: pointSize(model) }, state: workOf(state) });
  saveFile(store, new Blob([text], { type: 'application/json' }), sessionFileName(name));
}

/** Saves the unreadable records in the browser's storage as a file. */
export function saveDamaged({ store, sessions }: Session): void {
  const file = new Blob([sessions.aside.asFile()], { type: 'application/json' });
  saveFile(store, file, 'zscape-damaged.json');
}

/** Opens a file as a new session; the current one stays in the browser. @throws SESSION_INVALID, MODEL_UNKNOWN */
export async function openSessionFile(session: Session, file: File): Promise<void> {
  const { name, model, state } = decodeSession(await file.text(), file.name);
  await bring(session, model.id, state, () => session.sessions.begin(name));
}

/** Opens a session saved in the browser. @throws SESSION_INVALID, MODEL_UNKNOWN, STORAGE_* */
export async function openSavedSession(session: Here, id: string): Promise<void> {
  const { sessions, store } = session;
  const taken = await sessions.take(id);
  if (!taken) throw new ZscapeError('SESSION_INVALID', 'This session is no longer in this browser.');
  let begun = false;
  try {
    const { state, model } = taken.session;
    // The name of its model may be among the lost parts.
    const wanted = model || (store.getState().model?.id ?? null);
    const brought = await bring(session, wanted, { ...state, pins: taken.pins }, () => {
      begun = true;
      sessions.goOn(taken);
    });
    if (brought) bringActs(store, taken);
  } finally {
    if (!begun) sessions.leave(taken);
  }
}

/**
 * Shows a session.
 * @param change makes the tab write to the other session; called only once its model is there
 * @returns whether the page shows it now
 */
async function bring(
  { store, models }: Here,
  modelId: string | null,
  work: Work,
  change: () => void,
): Promise<boolean> {
  const { model: present } = store.getState();
  const { pins, ...kept } = work;
  if (present && present.id === modelId) {
    change();
    store.setState({ playing: null, ...beginWithSaved(kept, present), pins });
  } else {
    const entry = chooseModel(store.getState().catalogue ?? [], modelId);
    let brought = false;
    await models.load(entry, (model) => {
      // Before the state changes: the previous session keeps its own.
      change();
      brought = true;
      return beginWithSaved(kept, model);
    });
    // The loader has reported the error, or the user cancelled: then everything stays.
    if (!brought) return false;
    store.setState({ pins });
  }
  forgetActs(store);
  return true;
}
