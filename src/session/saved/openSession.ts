/** Opening a session, from a file or from the browser: its model first, then everything else at once. */
import { ZscapeError } from '../../base/errors.ts';
import { saveBlob } from '../../export/download.ts';
import { sessionFileName } from '../../export/fileNames.ts';
import { forgetActs } from '../../store/history/remember.ts';
import { pointSize } from '../../store/select/space.ts';
import { type Work, workOf } from '../../store/state/fields.ts';
import { chooseModel } from '../models/modelLoader.ts';
import type { Session } from '../session.ts';
import { beginWithSaved } from './beginWithSaved.ts';
import { decodeSession, encodeSession } from './sessionFile.ts';

/** Saves the present session as a `.zscape.json` file. */
export function saveSessionFile({ store, sessions }: Session): void {
  const state = store.getState();
  const { model } = state;
  if (!model) throw new ZscapeError('EXPORT_FAILED', 'There is no session yet to save.');
  const name = sessions.name || model.title;
  const { id, title } = model;
  const text = encodeSession({ name, model: { id, title, latent: pointSize(model) }, state: workOf(state) });
  saveBlob(new Blob([text], { type: 'application/json' }), sessionFileName(name));
}

/** Saves what the browser kept and the page cannot read as a file. */
export function saveDamaged({ sessions }: Session): void {
  saveBlob(new Blob([sessions.aside.asFile()], { type: 'application/json' }), 'zscape-damaged.json');
}

/** Opens a file as a new session; the present one stays in the browser. @throws SESSION_INVALID, MODEL_UNKNOWN */
export async function openSessionFile(session: Session, file: File): Promise<void> {
  const { name, model, state } = decodeSession(await file.text(), file.name);
  await bring(session, model.id, state, () => session.sessions.begin(name));
}

/** Goes on with a session that the browser kept. @throws SESSION_INVALID, MODEL_UNKNOWN, STORAGE_* */
export async function openSavedSession(session: Session, id: string): Promise<void> {
  const { sessions, store } = session;
  const taken = await sessions.take(id);
  if (!taken) throw new ZscapeError('SESSION_INVALID', 'This session is no longer in the browser.');
  let begun = false;
  try {
    const { state, model } = taken.session;
    // Which model it was for may be among what is lost.
    const wanted = model || (store.getState().model?.id ?? null);
    await bring(session, wanted, { ...state, pins: taken.pins }, () => {
      begun = true;
      sessions.goOn(taken);
    });
  } finally {
    if (!begun) sessions.leave(taken);
  }
}

/** @param change makes the browser write to the other session; only once its model is there. */
async function bring(
  { store, models }: Session,
  modelId: string | null,
  work: Work,
  change: () => void,
): Promise<void> {
  const { model: present } = store.getState();
  const { pins, ...kept } = work;
  if (present && present.id === modelId) {
    change();
    store.setState({ playing: null, ...beginWithSaved(kept, present), pins });
  } else {
    const entry = chooseModel(store.getState().catalogue ?? [], modelId);
    let brought = false;
    await models.load(entry, (model) => {
      // Before the state is another: the session before keeps its own.
      change();
      brought = true;
      return beginWithSaved(kept, model);
    });
    // The loader has said what went wrong, or the user cancelled: then everything stays.
    if (!brought) return;
    store.setState({ pins });
  }
  forgetActs(store);
}
