import type { DialogName, PanelName, Scaling, Theme } from '../../store/state/state.ts';
import { dismissNotice } from '../../store/store.ts';
import type { Command } from '../command.ts';

export const showPanel: Command<[panel: PanelName]> = {
  name: 'Show panel',
  undo: 'none',
  perform: ({ store }, panel) =>
    store.setState(({ panelFrame }) => ({
      panel,
      panelFrame: panelFrame.shown ? panelFrame : { ...panelFrame, shown: true },
      onlyPicture: false,
    })),
};

export const openDialog: Command<[dialog: DialogName | null]> = {
  name: 'Open dialog',
  undo: 'none',
  perform: ({ store }, dialog) => store.setState({ dialog }),
};

export const showShortcuts: Command = {
  name: 'Keyboard shortcuts',
  keys: ['?'],
  undo: 'none',
  perform: ({ store }) => store.setState({ dialog: 'shortcuts' }),
};

export const setTheme: Command<[theme: Theme]> = {
  name: 'Theme',
  undo: 'none',
  perform: ({ store }, theme) => store.setState({ theme }),
};

/** Shows or hides the sliders under a heading of the attributes; beyond forty open headings the oldest is forgotten. */
export const toggleHeading: Command<[heading: string]> = {
  name: 'Show attributes',
  undo: 'none',
  perform: ({ store }, heading) =>
    store.setState(({ openHeadings: open }) => ({
      openHeadings: open.includes(heading)
        ? open.filter((one) => one !== heading)
        : [...open, heading].slice(-40),
    })),
};

export const setScaling: Command<[scaling: Scaling]> = {
  name: 'Scaling',
  undo: 'none',
  perform: ({ store }, scaling) => store.setState({ scaling }),
};

export const dismiss: Command<[notice: number]> = {
  name: 'Dismiss',
  undo: 'none',
  perform: ({ store }, notice) => dismissNotice(store, notice),
};

export const showGallery: Command = {
  name: 'Gallery',
  undo: 'none',
  perform: ({ store }) => store.setState({ dialog: 'gallery' }),
};

export const showPalette: Command = {
  name: 'Command palette',
  keys: ['mod+k'],
  undo: 'none',
  perform: ({ store }) => store.setState({ dialog: 'palette' }),
};
