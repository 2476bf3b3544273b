/** Opening a session, from a file or from the browser: its model first, then everything else at once. */
import { ZscapeError } from '../../base/errors.ts';
import { saveBlob } from '../../export/download.ts';
import { sessionFileName } from '../../export/fileNames.ts';
import { forgetActs } from '../../store/history/remember.ts';
import { type Work, workOf } from '../../store/state/fields.ts';
import { chooseModel } from '../models/modelLoader.ts';
import { beginWithSaved } from '../opening.ts';
import type { Session } from '../session.ts';
import { decodeSession, encodeSession } from './sessionFile.ts';

/** Saves the present session as a `.zscape.json` file. */
export function saveSessionFile({ store, sessions }: Session): void {
  const state = store.getState();
  const { model } = state;
  if (!model) throw new ZscapeError('EXPORT_FAILED', 'There is no session yet to save.');
  const name = sessions.name || model.title;
  const { id, title, latent } = model;
  const text = encodeSession({ name, model: { id, title, latent: latent.size }, state: workOf(state) });
  saveBlob(new Blob([text], { type: 'application/json' }), sessionFileName(name));
}

/** Opens a file as a new session; the present one stays in the browser. @throws SESSION_INVALID, MODEL_UNKNOWN */
export async function openSessionFile(session: Session, file: File): Promise<void> {
  const { name, model, state } = decodeSession(await file.text(), file.name);
  await bring(session, model.id, state, () => session.sessions.begin(name));
}

/** Goes on with a session that the browser kept. @throws SESSION_INVALID, MODEL_UNKNOWN */
export async function openSavedSession(session: Session, id: string): Promise<void> {
  const kept = await session.sessions.read(id);
  if (!kept) throw new ZscapeError('SESSION_INVALID', 'This session is no longer in the browser.');
  const { session: saved, pins } = kept;
  await bring(session, saved.model, { ...saved.state, pins }, () =>
    session.sessions.continueWith(saved, pins),
  );
}

/** @param change makes the browser write to the other session; only once its model is there. */
async function bring(
  { store, models }: Session,
  modelId: string,
  state: Work,
  change: () => void,
): Promise<void> {
  if (store.getState().model?.id !== modelId) {
    const entry = chooseModel(store.getState().catalogue ?? [], modelId);
    let begun = false;
    const begin = beginWithSaved({ state });
    await models.load(entry, (model) => {
      // Before the state is another: the session before keeps its own.
      change();
      begun = true;
      return begin(model);
    });
    // The loader has said what went wrong, or the user cancelled: then everything stays.
    if (!begun) return;
    store.setState({ pins: state.pins });
  } else {
    change();
    store.setState({ playing: null, ...state });
  }
  forgetActs(store);
}
