/** Reads the link in the page's address: which model it is for, and what it shows. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { Engine } from '../../engine/contract.ts';
import type { Model } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import type { Begun } from '../models/modelLoader.ts';
import { isLink } from './addressBar.ts';
import type { Link } from './link.ts';

/** A link after reading. */
export interface ReadLink {
  model: string;
  /** Returns null, after telling the user, if the link does not fit the model. */
  begin: (model: Model) => Promise<Begun | null>;
}

interface Here {
  store: ZscapeStore;
  engine: Engine;
}

/** Reads the link. @returns null if the address has no link, or an unreadable one, which the user is told */
export async function readLink({ store, engine }: Here): Promise<ReadLink | null> {
  if (!isLink(location.hash)) return null;
  try {
    // The code that reads links is loaded only if the page is opened by one.
    const [{ decodeLink }, { resolveLink }] = await Promise.all([
      import('./link.ts'),
      import('./resolveLink.ts'),
    ]);
    const link = decodeLink(location.hash);
    return link && { model: link.model, begin: beginWithLink({ store, engine }, link, resolveLink) };
  } catch (error) {
    notify(store, error);
    return null;
  }
}

function beginWithLink(
  { store, engine }: Here,
  link: Link,
  resolveLink: typeof import('./resolveLink.ts').resolveLink,
): ReadLink['begin'] {
  return async (model) => {
    try {
      const found = link.attributes.length > 0 ? await attributesOf({ store, engine }, model) : [];
      const { walk, strange, ...begun } = resolveLink(link, model, found);
      if (strange) notify(store, strange);
      if (link.panel) store.setState({ panel: link.panel });
      return { ...begun, walk: { ...store.getState().walk, ...walk } };
    } catch (error) {
      notify(store, error);
      return null;
    }
  };
}

async function attributesOf(here: Here, model: BundleManifest) {
  const { attributesEverywhere } = await import('../attributes/findAttributes.ts');
  return attributesEverywhere(here, model);
}
