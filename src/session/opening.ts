/** Decides what the page shows first: whatever the address or a link asks for, this tab's last work, or the default. */
import type { PlainError } from '../base/errors.ts';
import { spreadFor } from '../store/select/space.ts';
import type { Model, ModelEntry } from '../store/state/state.ts';
import { notify } from '../store/store.ts';
import { asArrival, beginWithLink, leaveWhenKept, type Opening, tellOfWorkBefore } from './arriving.ts';
import type { Wishes } from './link/address.ts';
import { isOwnLink, leaveAddress, leaveWhenChanged, withoutWishes } from './link/addressBar.ts';
import { readLink } from './link/openLink.ts';
import { type Beginning, beginWithSeed, fetchCatalogue, firstSeed } from './models/modelLoader.ts';
import { findModel, isListed } from './models/wantedModel.ts';
import { bringActs, resume, resumption } from './saved/tabs/resume.ts';

/** Shows the first face of the page. @param wishes the parameters of the address */
export async function openFirst(here: Opening, wishes: Wishes): Promise<void> {
  const { store, models, deviceModels, sessions } = here;
  const arrived = location.href;
  const [offered, taken] = await Promise.all([offeredModels(here), resume(store, sessions)]);
  store.setState({ catalogue: offered ?? [] });
  const listed = deviceModels.refresh().catch((error: unknown) => notify(store, error, 'info'));
  // A link made by this tab contains nothing that its session lacks.
  const ownLink = taken !== null && isOwnLink();
  const link = ownLink ? null : await readLink(here);
  const { address, seed } = wishes;
  const asks = link !== null || address !== null || seed !== null || wishes.model !== null;
  if (address !== null) await listed;
  const fetched = address === null ? null : await keptFrom(here, address);
  const wish = address === null ? (link?.model ?? wishes.model) : (fetched?.id ?? null);
  const known = (id: string | undefined | null) => !id || offered?.some((one) => one.id === id);
  // A model that the server does not have may be one of the user's own.
  if (!offered?.length || !known(wish) || !known(taken?.session.model)) await listed;
  // If the list could not be fetched and there is no model on this device, the user has been told already.
  const nothing = offered === null && store.getState().catalogue?.length === 0;
  // A seed in the address is the same face for everybody, whatever spread this visitor has set for the model.
  const spreadOf = seed === null ? (model: Model) => spreadFor(store.getState(), model) : undefined;
  const plain = beginWithSeed(seed ?? firstSeed, spreadOf);
  const resumed = taken && resumption(sessions, taken, plain);
  const isOwn = (model: Model) => taken?.session.model === model.id || taken?.session.model === '';
  const comeBack: Beginning = (model) => (resumed && isOwn(model) ? resumed.begin(model) : plain(model));
  const linked = link ? beginWithLink(link, comeBack) : plain;
  const later = asArrival(here, link ? beginWithLink(link, plain) : plain, arrived);
  const missing = wish !== null && !isListed(store, wish);
  // A published model can be fetched with one click. Any other address is contacted only after the user has agreed.
  const offer = missing && (await here.published.offer(wish, later));
  const question = address !== null && !fetched && (await isAsked(here, address, later, arrived));
  if (missing && !offer && !nothing) findModel(store, wish, link !== null);
  // Whatever the address asks for opens as a separate session. If it asks for nothing, or has to wait, the tab continues
  // its own.
  let waits = offer || question || missing;
  const goesOn = !asks || waits;
  const wanted = nothing ? null : findModel(store, goesOn ? taken?.session.model || null : wish, false);
  if (wanted) {
    const failure = await models.attempt(wanted, goesOn ? comeBack : linked);
    if (isOfNoUse(failure)) await showAnother(here, wanted, plain);
    waits ||= failure !== null;
  }
  if (taken && resumed?.begun()) bringActs(store, taken);
  else if (taken) sessions.leave(taken);
  if (!goesOn && !resumed?.begun() && taken?.session.worked) tellOfWorkBefore(store);
  if (ownLink) leaveWhenChanged(store);
  else if (!waits && withoutWishes(arrived) !== withoutOrigin(arrived)) leaveWhenKept(here, arrived);
}

const withoutOrigin = (address: string) => address.slice(new URL(address).origin.length);

/** Asks the user about an address. @returns false for an invalid one, which the user is told */
async function isAsked(here: Opening, address: string, begin: Beginning, arrived: string): Promise<boolean> {
  const ask = here.addressModels.ask(address, 'link', { begin, declined: () => leaveAddress(arrived) });
  return ask.then(
    () => true,
    () => false,
  );
}

/** Returns the model of this device that came from an address; null, after reporting the reason, if the address is invalid. */
async function keptFrom({ store, addressModels }: Opening, address: string): Promise<ModelEntry | null> {
  return addressModels.kept(address).catch((error: unknown) => {
    notify(store, error);
    return null;
  });
}

/** Returns the models that the server offers; null, after the user was told, if the list cannot be fetched. */
async function offeredModels({ store, models }: Opening): Promise<ModelEntry[] | null> {
  try {
    return (await fetchCatalogue()).models.map((entry) => ({ ...entry, onDevice: false }));
  } catch (error) {
    notify(store, error, 'error', 'load');
    // Nothing is shown yet that a reload could lose.
    models.noteNoCatalogue(error, async () => {
      try {
        await fetchCatalogue();
      } catch (again) {
        notify(store, again, 'error', 'load');
        return;
      }
      location.reload();
    });
    return null;
  }
}

/** True if a bundle is missing or damaged, so that another model may be tried. */
function isOfNoUse(failure: PlainError | null): boolean {
  return failure?.code.startsWith('BUNDLE_') ?? false;
}

/** Shows the first other model that works. The user already knows that the wanted one's bundle is missing or damaged. */
async function showAnother({ store, models }: Opening, failed: ModelEntry, begin: Beginning): Promise<void> {
  const others = (store.getState().catalogue ?? []).filter(({ id, damaged }) => id !== failed.id && !damaged);
  others.sort((one, other) => Number(other.default) - Number(one.default));
  for (const entry of others) if (!isOfNoUse(await models.attempt(entry, begin))) return;
}
