import { ZscapeError } from '../../base/errors.ts';
import type { Session } from '../../session/session.ts';
import { goTo, type Moment, momentAfter, momentBefore } from '../../store/history/history.ts';
import type { Undone } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

/**
 * Shows a moment: at once, or, if it belongs to another model, when that is loaded.
 * @throws MODEL_UNKNOWN when that model is no longer here
 */
function show({ store, models }: Session, moment: Moment<Undone> | null): Promise<void> | undefined {
  const { history, model, catalogue } = store.getState();
  if (!history || !moment) return undefined;
  const other = moment.snapshot.model;
  if (other && other.id !== model?.id) {
    const entry = catalogue?.find(({ id }) => id === other.id);
    if (entry) return models.loadMoment(entry, moment);
    throw new ZscapeError(
      'MODEL_UNKNOWN',
      `“${moment.name}” was with the model ${other.title}, which is no longer here. Add it again in Models, under the name “${other.id}”.`,
    );
  }
  // A model that is still being loaded would replace what is shown now.
  models.cancel();
  store.setState({ ...moment.snapshot, playing: null, history: goTo(history, moment.id) });
  return undefined;
}

export const undo: Command<[], Promise<void> | undefined> = {
  name: 'Undo',
  keys: ['mod+z'],
  applies: ({ history }) => history !== null && momentBefore(history) !== null,
  undo: 'itself',
  perform: (session) => {
    const { history } = session.store.getState();
    return show(session, history && momentBefore(history));
  },
};

export const redo: Command<[], Promise<void> | undefined> = {
  name: 'Redo',
  keys: ['mod+shift+z', 'mod+y'],
  applies: ({ history }) => history !== null && momentAfter(history) !== null,
  undo: 'itself',
  perform: (session) => {
    const { history } = session.store.getState();
    return show(session, history && momentAfter(history));
  },
};

/** Goes to any moment of the history, on whichever branch. */
export const goToMoment: Command<[id: number], Promise<void> | undefined> = {
  name: 'Go to a moment',
  undo: 'itself',
  perform: (session, id) => show(session, session.store.getState().history?.moments.get(id) ?? null),
};
