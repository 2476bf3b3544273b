/** Decides what the page shows first: what the address or a link asks for, what this tab was at before, or the default. */
import { type PlainError, ZscapeError } from '../base/errors.ts';
import type { Engine } from '../engine/contract.ts';
import { rememberAct } from '../store/history/remember.ts';
import { spreadFor } from '../store/select/space.ts';
import type { Model, ModelEntry } from '../store/state/state.ts';
import { notify, type ZscapeStore } from '../store/store.ts';
import type { Wishes } from './link/address.ts';
import { readLink } from './link/openLink.ts';
import type { AddressModels } from './models/addressModels.ts';
import type { DeviceModels } from './models/deviceModels.ts';
import {
  type Beginning,
  beginWithSeed,
  chooseModel,
  fetchCatalogue,
  firstSeed,
  type ModelLoader,
} from './models/modelLoader.ts';
import type { PublishedShelf } from './models/published/publishedShelf.ts';
import type { SavedSessions } from './saved/savedSessions.ts';
import { resume, resumption } from './saved/tabs/resume.ts';

/** The parts of a session that its beginning needs. */
export interface Opening {
  store: ZscapeStore;
  engine: Engine;
  models: ModelLoader;
  deviceModels: DeviceModels;
  sessions: SavedSessions;
  published: PublishedShelf;
  addressModels: AddressModels;
}

export async function openFirst(here: Opening, wishes: Wishes): Promise<void> {
  const { store, models, deviceModels, sessions } = here;
  const [offered, taken] = await Promise.all([offeredModels(store), resume(store, sessions)]);
  store.setState({ catalogue: offered ?? [] });
  const listed = deviceModels.refresh().catch((error: unknown) => notify(store, error, 'info'));
  const link = await readLink(here);
  // An address that asks for something gets it; otherwise a reload goes on where this tab was.
  const { address } = wishes;
  const silent = wishes.model === null && address === null && wishes.seed === null;
  const own = link === null && silent ? taken : null;
  if (address !== null) await listed;
  const fetched = address === null ? null : await keptFrom(here, address);
  const wish =
    address === null ? (link?.model ?? (own?.session.model || wishes.model)) : (fetched?.id ?? null);
  // A model that the server does not have may be one that the user brought.
  if (!offered?.length || (wish !== null && !offered.some(({ id }) => id === wish))) await listed;
  // Where the list could not be had and no model is on this device, the user knows already.
  const nothing = offered === null && store.getState().catalogue?.length === 0;
  // A seed in the address is the same face for everybody, however this visitor spreads the model's samples.
  const spreadOf = wishes.seed === null ? (model: Model) => spreadFor(store.getState(), model) : undefined;
  const plain = beginWithSeed(wishes.seed ?? firstSeed, spreadOf);
  const missing = wish !== null && own === null && !isListed(store, wish);
  // What others have published can be had at a click; until then the default is shown.
  const offer = missing && (await here.published.offer(wish, link?.begin ?? plain));
  // What lies elsewhere is asked for when the user has said so; until then the default is shown.
  if (address !== null && !fetched)
    await here.addressModels.ask(address, 'link', link?.begin ?? plain).catch(() => undefined);
  const wanted = nothing ? null : findModel(store, offer ? null : wish, link !== null);
  const resumed = own && resumption(sessions, own, plain);
  // Another device may know a model from an address by another id.
  const linked = address === null ? link?.model === wanted?.id : fetched !== null;
  const begin =
    wanted && link && linked
      ? link.begin
      : resumed && (own.session.model === wanted?.id || own.session.model === '')
        ? resumed.begin
        : plain;
  if (wanted && !(await isOfUse(models.attempt(wanted, begin)))) await showAnother(here, wanted, plain);
  if (taken && !resumed?.begun()) sessions.leave(taken);
}

/** The model of this device that came from an address; null, with the reason told, where the address is none. */
async function keptFrom({ store, addressModels }: Opening, address: string): Promise<ModelEntry | null> {
  return addressModels.kept(address).catch((error: unknown) => {
    notify(store, error);
    return null;
  });
}

/** Returns what the server offers, or null, after telling the user, where its list cannot be had. */
async function offeredModels(store: ZscapeStore): Promise<ModelEntry[] | null> {
  try {
    return (await fetchCatalogue()).models.map((entry) => ({ ...entry, onDevice: false }));
  } catch (error) {
    notify(store, error);
    return null;
  }
}

/** Resolves to false where a bundle is gone or damaged, so that another model may be tried. */
async function isOfUse(loaded: Promise<PlainError | null>): Promise<boolean> {
  return !(await loaded)?.code.startsWith('BUNDLE_');
}

/** Shows the first other model that works. The user knows already that the bundle of the wanted one is gone or damaged. */
async function showAnother({ store, models }: Opening, failed: ModelEntry, begin: Beginning): Promise<void> {
  const others = (store.getState().catalogue ?? []).filter(({ id, damaged }) => id !== failed.id && !damaged);
  others.sort((one, other) => Number(other.default) - Number(one.default));
  for (const entry of others) if (await isOfUse(models.attempt(entry, begin))) return;
}

/** Follows links that are opened in this very tab, where only what stands after `#` changes and the page is not loaded again. */
export function followAddress(here: Opening): void {
  const { store, models } = here;
  window.addEventListener('hashchange', async () => {
    const link = await readLink(here);
    if (link && !isListed(store, link.model) && (await here.published.offer(link.model, link.begin))) return;
    const entry = link && findModel(store, link.model, true);
    if (!link || !entry || entry.id !== link.model) return;
    const { model } = store.getState();
    if (model?.id !== link.model) {
      void models.load(entry, link.begin);
      return;
    }
    const begun = await link.begin(model);
    if (store.getState().model !== model) return;
    store.setState({ pull: null, playing: null, ...begun });
    rememberAct(store, 'Open link', null);
  });
}

function isListed(store: ZscapeStore, id: string): boolean {
  return store.getState().catalogue?.some((entry) => entry.id === id) ?? false;
}

/** Returns the model that is asked for, or else the default. It tells the user of a model that is not here, and gives null when there is none at all. */
function findModel(store: ZscapeStore, wish: string | null, fromLink: boolean): ModelEntry | null {
  const known = (store.getState().catalogue ?? []).filter(({ id, damaged }) => !damaged || id === wish);
  try {
    return chooseModel(known, wish);
  } catch (error) {
    const missing = new ZscapeError(
      'MODEL_UNKNOWN',
      `This link is for the model “${wish}”, which is not here. If it is one of your own, add it in Models first, under that name.`,
    );
    notify(store, fromLink ? missing : error);
    return wish === null ? null : findModel(store, null, false);
  }
}
