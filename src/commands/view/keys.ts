import type { Command } from '../command.ts';

/** Replaces a usual chord by another; '' means none, and the usual chord itself restores it. */
export const changeKey: Command<[usual: string, chord: string]> = {
  name: 'Change a key',
  undo: 'none',
  perform: ({ store }, usual, chord) => {
    const { [usual]: _, ...others } = store.getState().keyChanges;
    store.setState({ keyChanges: chord === usual ? others : { ...others, [usual]: chord } });
  },
};

export const resetKeys: Command = {
  name: 'Reset the keys',
  undo: 'none',
  perform: ({ store }) => store.setState({ keyChanges: {}, characterKeys: true }),
};

/** Turns the keys of one character on or off. */
export const setCharacterKeys: Command<[on: boolean]> = {
  name: 'Single-character keys',
  undo: 'none',
  perform: ({ store }, characterKeys) => store.setState({ characterKeys }),
};
