import { ZscapeError } from '../../base/errors.ts';
import type { Session } from '../../session/session.ts';
import { tellingMessages } from '../../session/telling/messages.ts';
import { announce } from '../../store/announce.ts';
import { currentMoment, goTo, type Moment, momentAfter, momentBefore } from '../../store/history/history.ts';
import type { Undone } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

/**
 * Shows a moment, immediately or, if it belongs to another model, once that is loaded.
 * @throws MODEL_UNKNOWN if that model is no longer here
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
      `“${moment.name}” used the model ${other.title}, which is no longer here. Add it again in Models as “${other.id}”.`,
    );
  }
  // A model that is still loading would replace what is shown now.
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
    if (!history) return undefined;
    // Announced only once it is shown, because the moment's model may have to be loaded first, and loading may be
    // cancelled.
    return andSay(
      show(session, momentBefore(history)),
      tellingMessages.get().undone({ step: currentMoment(history).name }),
    );
  },
};

export const redo: Command<[], Promise<void> | undefined> = {
  name: 'Redo',
  keys: ['mod+shift+z', 'mod+y'],
  applies: ({ history }) => history !== null && momentAfter(history) !== null,
  undo: 'itself',
  perform: (session) => {
    const { history } = session.store.getState();
    const next = history && momentAfter(history);
    return next ? andSay(show(session, next), tellingMessages.get().redone({ step: next.name })) : undefined;
  },
};

/** Goes to any moment of the history, on whichever branch. */
export const goToMoment: Command<[id: number], Promise<void> | undefined> = {
  name: 'Go to a moment',
  undo: 'itself',
  perform: (session, id) => {
    const moment = session.store.getState().history?.moments.get(id) ?? null;
    return moment
      ? andSay(show(session, moment), tellingMessages.get().backAt({ step: moment.name }))
      : undefined;
  },
};

function andSay(shown: Promise<void> | undefined, sentence: string): Promise<void> | undefined {
  if (shown) return shown.then(() => announce(sentence));
  announce(sentence);
  return undefined;
}
