import type { Pin } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

/** Puts a kept face at the end of the path. The code for paths is loaded when this is first done. */
export const addPinToPath: Command<[pin: Pin], Promise<void>> = {
  name: 'Add to path',
  applies: ({ model }) => model !== null,
  undo: 'step',
  perform: async ({ store }, pin) => {
    const { appendToPath } = await import('./pathKeys.ts');
    appendToPath(store, [pin]);
  },
};
