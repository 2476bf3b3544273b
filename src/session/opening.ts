/** What the page shows first: what the address or a link asks for, or the default. */
import { ZscapeError } from '../base/errors.ts';
import type { BundleManifest } from '../bundle/schema/manifest.ts';
import { rememberAct } from '../store/history/remember.ts';
import type { ModelEntry } from '../store/state/state.ts';
import { notify, type ZscapeStore } from '../store/store.ts';
import type { Wishes } from './link/address.ts';
import type { Link } from './link/link.ts';
import {
  type Beginning,
  type Begun,
  beginWithSeed,
  chooseModel,
  fetchCatalogue,
} from './models/modelLoader.ts';
import type { SavedSession } from './saved/database.ts';
import type { Session } from './session.ts';

/** A face that shows the default model at its best; the first thing that a visitor sees. */
export const firstSeed = 51;

export async function openFirst(
  { store, engine, models, deviceModels, sessions }: Session,
  wishes: Wishes,
): Promise<void> {
  try {
    const [catalogue, saved] = await Promise.all([fetchCatalogue(), sessions.restore()]);
    const offered = catalogue.models.map((entry) => ({ ...entry, onDevice: false }));
    store.setState({ catalogue: offered });
    const listed = deviceModels.refresh().catch((error: unknown) => notify(store, error, 'info'));
    const link = await readLink({ store, engine });
    // An address that asks for something gets it; otherwise a reload goes on where this tab was.
    const own = link === null && wishes.model === null && wishes.seed === null ? saved : null;
    const wish = link?.model ?? own?.model ?? wishes.model;
    // A model that the server does not have may be one that the user brought.
    if (wish !== null && !offered.some(({ id }) => id === wish)) await listed;
    const entry = findModel(store, wish, link !== null) ?? chooseModel(offered, null);
    if (link !== null && entry.id === link.model) await models.load(entry, link.begin);
    else if (own !== null && entry.id === own.model) await models.load(entry, beginWithSaved(own));
    else await models.load(entry, beginWithSeed(wishes.seed ?? firstSeed));
  } catch (error) {
    notify(store, error);
  }
}

/** Follows links that are opened in this very tab: only what stands after `#` changes then, and nothing is loaded anew. */
export function followAddress({ store, engine, models }: Session): void {
  window.addEventListener('hashchange', async () => {
    const link = await readLink({ store, engine });
    const entry = link && findModel(store, link.model, true);
    if (!link || !entry) return;
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

/** A link that was read, and what it brings to its model. */
interface ReadLink {
  model: string;
  begin: Beginning;
}

type Here = Pick<Session, 'store' | 'engine'>;

/** What reads links is only loaded for a page that is opened by one. */
async function readLink({ store, engine }: Here): Promise<ReadLink | null> {
  if (!/^#v=/.test(location.hash)) return null;
  try {
    const [{ decodeLink }, { resolveLink }] = await Promise.all([
      import('./link/link.ts'),
      import('./link/resolveLink.ts'),
    ]);
    const link = decodeLink(location.hash);
    return link && { model: link.model, begin: beginWithLink({ store, engine }, link, resolveLink) };
  } catch (error) {
    notify(store, error);
    return null;
  }
}

function findModel(store: ZscapeStore, wish: string | null, fromLink: boolean): ModelEntry | null {
  try {
    return chooseModel(store.getState().catalogue ?? [], wish);
  } catch (error) {
    notify(
      store,
      fromLink
        ? new ZscapeError(
            'MODEL_UNKNOWN',
            `This link is for the model “${wish}”, which is not here. If it is one of your own, add it in Models first, under that name.`,
          )
        : error,
    );
    return null;
  }
}

function beginWithLink(
  { store, engine }: Here,
  link: Link,
  resolveLink: typeof import('./link/resolveLink.ts').resolveLink,
): Beginning {
  return async (model: BundleManifest): Promise<Begun> => {
    try {
      const found =
        link.attributes.length > 0
          ? await (await import('./attributes/findAttributes.ts')).attributesEverywhere(
              { store, engine },
              model,
            )
          : [];
      const { walk, ...begun } = resolveLink(link, model, found);
      return { ...begun, walk: { ...store.getState().walk, ...walk } };
    } catch (error) {
      notify(store, error);
      return beginWithSeed(firstSeed)(model);
    }
  };
}

/** A session whose model was replaced by one with another latent size begins anew. */
export function beginWithSaved({ state }: Pick<SavedSession, 'state'>): Beginning {
  return (model) => {
    const { face } = state;
    return face && face.z.length === model.latent.size ? { ...state, face } : beginWithSeed(firstSeed)(model);
  };
}
