import type { Pin } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

/** Adds a pin to the end of the path. The code for paths is loaded on first use. */
export const addPinToPath: Command<[pin: Pin], Promise<void>> = {
  name: 'Add to path',
  applies: ({ model }) => model !== null,
  undo: 'step',
  perform: async ({ store }, pin) => {
    const { appendToPath } = await import('./pathKeys.ts');
    appendToPath(store, [pin]);
  },
};
