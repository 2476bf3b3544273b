/** How much of the page the picture takes up. */
import { ZscapeError } from '../../base/errors.ts';
import type { PanelFrame } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

export const setPanelFrame: Command<[change: Partial<PanelFrame>]> = {
  name: 'Panel size',
  undo: 'none',
  perform: ({ store }, change) =>
    store.setState(({ panelFrame }) => ({ panelFrame: { ...panelFrame, ...change } })),
};

export const togglePanel: Command = {
  name: 'Hide or show the panel',
  keys: ['h'],
  undo: 'none',
  perform: ({ store }) =>
    store.setState(({ panelFrame }) => ({ panelFrame: { ...panelFrame, shown: !panelFrame.shown } })),
};

export const toggleOnlyPicture: Command = {
  name: 'Show only the picture',
  keys: ['v'],
  undo: 'none',
  perform: ({ store }) => store.setState(({ onlyPicture }) => ({ onlyPicture: !onlyPicture })),
};

export const toggleFullScreen: Command<[], Promise<void>> = {
  name: 'Full screen',
  keys: ['f'],
  applies: () => document.fullscreenEnabled,
  undo: 'none',
  perform: async () => {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
    } catch (error) {
      throw new ZscapeError(
        'FULL_SCREEN_REFUSED',
        'The browser did not allow full screen for this page. Its own menu may still offer it.',
        { cause: error },
      );
    }
  },
};
