/**
 * Links, seeds and models may be opened on a page that already has work on it. They open as a separate session, so that
 * arriving never overwrites anything.
 */
import type { Engine } from '../engine/contract.ts';
import { rememberAct } from '../store/history/remember.ts';
import { notify, type ZscapeStore } from '../store/store.ts';
import { isLink, leaveAddress } from './link/addressBar.ts';
import { linkMessages } from './link/messages.ts';
import { type ReadLink, readLink } from './link/openLink.ts';
import type { AddressModels } from './models/addressModels.ts';
import type { DeviceModels } from './models/deviceModels.ts';
import { type Beginning, beginWithSeed, firstSeed, type ModelLoader } from './models/modelLoader.ts';
import type { PublishedShelf } from './models/published/publishedShelf.ts';
import { findModel, isListed } from './models/wantedModel.ts';
import type { SavedSessions } from './saved/savedSessions.ts';
import { sessionOfEntry } from './saved/tabs/tabMemory.ts';

/** The parts of a session that opening needs. */
export interface Opening {
  store: ZscapeStore;
  engine: Engine;
  models: ModelLoader;
  deviceModels: DeviceModels;
  sessions: SavedSessions;
  published: PublishedShelf;
  addressModels: AddressModels;
}

/**
 * Removes a link, a seed or a model from the address once its content is saved. If nothing can be saved it stays there
 * for the next reload.
 */
export function leaveWhenKept({ sessions }: Opening, arrived: string): void {
  void sessions.whenSaved().then(() => leaveAddress(arrived));
}

/** Turns a beginning into one that opens as a separate session; the previous session stays among the others. */
export function asArrival(here: Opening, begin: Beginning, arrived = location.href): Beginning {
  return async (model) => {
    const begun = await begin(model);
    here.sessions.begin('');
    leaveWhenKept(here, arrived);
    return begun;
  };
}

/** Begins with the content of a link, or with `otherwise` if the link does not fit the model. */
export function beginWithLink(link: ReadLink, otherwise: Beginning): Beginning {
  return async (model) => (await link.begin(model)) ?? otherwise(model);
}

/** Tells the user that the link opened as a separate session, and where the previous work is. */
export function tellOfWorkBefore(store: ZscapeStore): void {
  notify(store, new Error(linkMessages.get().openedApart), 'info');
}

/**
 * Follows links that are opened in this very tab, where only the part after `#` changes and the page is not reloaded, and
 * the back button.
 */
export function followAddress(here: Opening): void {
  window.addEventListener('hashchange', () => void followLink(here));
  window.addEventListener('popstate', ({ state }) => {
    const id = sessionOfEntry(state);
    if (id !== null && id !== here.sessions.id) void goTo(here, id);
  });
}

async function followLink(here: Opening): Promise<void> {
  const { store, models, sessions } = here;
  const arrived = location.href;
  if (!isLink(location.hash)) return;
  const link = await readLink(here);
  if (!link) {
    // The user has been told, and another try would not help.
    leaveAddress(arrived);
    return;
  }
  const begin = beginWithLink(link, beginWithSeed(firstSeed));
  if (
    !isListed(store, link.model) &&
    (await here.published.offer(link.model, asArrival(here, begin, arrived)))
  )
    return;
  const entry = findModel(store, link.model, true);
  if (entry?.id !== link.model) return;
  const { model } = store.getState();
  if (model?.id !== link.model) {
    await models.load(entry, asArrival(here, begin, arrived));
    return;
  }
  const begun = await link.begin(model);
  if (!begun) leaveAddress(arrived);
  if (!begun || store.getState().model !== model) return;
  sessions.begin('');
  store.setState({ pull: null, playing: null, ...begun });
  rememberAct(store, 'Open link', null);
  leaveWhenKept(here, arrived);
  tellOfWorkBefore(store);
}

/** Opens the session of an address that the browser's back or forward button led to. */
async function goTo(here: Opening, id: string): Promise<void> {
  try {
    const { openSavedSession } = await import('./saved/openSession.ts');
    await openSavedSession(here, id);
  } catch (error) {
    notify(here.store, error, 'info');
  }
}
