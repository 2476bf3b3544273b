import { takeNewVersion } from '../../session/offline/serviceWorker.ts';
import { settleNotices } from '../../store/store.ts';
import type { Command } from '../command.ts';

/** Reloads the page in its newest version. The tab's work is saved before and reopened afterwards. */
export const reloadPage: Command<[], Promise<void>> = {
  name: 'Reload',
  undo: 'none',
  perform: async ({ sessions }) => {
    // If storage does not respond, the page is reloaded anyway.
    await Promise.race([sessions.writeNow(), new Promise((resolve) => setTimeout(resolve, 3000))]);
    await takeNewVersion();
  },
};

/** Tries again to load the model that failed to load. */
export const retryLoad: Command<[], Promise<void>> = {
  name: 'Retry',
  undo: 'itself',
  perform: ({ models }) => models.retry(),
};

export const dismissNotLoaded: Command = {
  name: 'Dismiss',
  undo: 'none',
  perform: ({ store }) => {
    store.setState({ notLoaded: null });
    settleNotices(store, 'load');
  },
};

/** Stays with the running version. */
export const stayWithVersion: Command = {
  name: 'Later',
  undo: 'none',
  perform: ({ store }) => store.setState({ newVersion: false }),
};
