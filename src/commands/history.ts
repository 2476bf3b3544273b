import { goTo, type Moment, momentAfter, momentBefore } from '../store/history.ts';
import type { ZscapeStore } from '../store/store.ts';
import type { Command } from './command.ts';

function show(store: ZscapeStore, moment: Moment | null): void {
  const { history } = store.getState();
  if (history && moment)
    store.setState({ ...moment.snapshot, playing: null, history: goTo(history, moment.id) });
}

export const undo: Command = {
  name: 'Undo',
  keys: ['mod+z'],
  applies: ({ history }) => history !== null && momentBefore(history) !== null,
  perform: ({ store }) => {
    const { history } = store.getState();
    show(store, history && momentBefore(history));
  },
};

export const redo: Command = {
  name: 'Redo',
  keys: ['mod+shift+z', 'mod+y'],
  applies: ({ history }) => history !== null && momentAfter(history) !== null,
  perform: ({ store }) => {
    const { history } = store.getState();
    show(store, history && momentAfter(history));
  },
};

/** Goes to any moment of the history, on whichever branch. */
export const goToMoment: Command<[id: number]> = {
  name: 'Go to a moment',
  perform: ({ store }, id) => show(store, store.getState().history?.moments.get(id) ?? null),
};
