/** A link in the page's address: what it is for, and what it brings to its model. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { Engine } from '../../engine/contract.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import { type Beginning, type Begun, beginWithSeed, firstSeed } from '../models/modelLoader.ts';
import type { Link } from './link.ts';

/** A link that was read. */
interface ReadLink {
  model: string;
  begin: Beginning;
}

interface Here {
  store: ZscapeStore;
  engine: Engine;
}

/** Null when the address has no link, or one that cannot be read, which the user is told. */
export async function readLink({ store, engine }: Here): Promise<ReadLink | null> {
  if (!/^#v=/.test(location.hash)) return null;
  try {
    // What reads links is only loaded for a page that is opened by one.
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
): Beginning {
  return async (model: BundleManifest): Promise<Begun> => {
    try {
      const found = link.attributes.length > 0 ? await attributesOf({ store, engine }, model) : [];
      const { walk, strange, ...begun } = resolveLink(link, model, found);
      if (strange) notify(store, strange);
      return { ...begun, walk: { ...store.getState().walk, ...walk } };
    } catch (error) {
      notify(store, error);
      return beginWithSeed(firstSeed)(model);
    }
  };
}

async function attributesOf(here: Here, model: BundleManifest) {
  const { attributesEverywhere } = await import('../attributes/findAttributes.ts');
  return attributesEverywhere(here, model);
}
