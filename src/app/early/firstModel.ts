/** Finds the model and the face that the page begins with, if its address alone determines them. */
import { parseSeed } from '../../base/random.ts';
import { sampleLatent } from '../../latent/vector/sample.ts';
import { leaveCatalogue } from '../../session/models/earlyCatalogue.ts';
import { firstSeed } from '../../store/state/firstSeed.ts';

/** What to show first. */
interface FirstModel {
  /** The model's folder, with a slash at its end. */
  url: string;
  /** The text of its `zscape.json`. */
  manifestText: string;
  /** The latent of the face, float32 [latent.size]; left out where it does not follow from the seed and the size alone. */
  z: Float32Array | undefined;
}

/** The parts of a catalogue and of a manifest that are read here, unchecked; the engine and the page check them later. */
interface Offered {
  models: { id: string; default?: boolean }[];
}
interface Manifest {
  latent: { size: number; prior: 'normal' | 'uniform'; normalised: boolean };
  classes?: unknown;
  latents?: unknown;
}

/** More dimensions than any model has. It keeps a damaged manifest from making the page draw numbers for ever. */
const mostDimensions = 1 << 16;

/** Whether a link or an earlier tab may ask for something else than the address says. */
const asksElsewhere = () => location.hash !== '' || sessionStorage.getItem('zscape.session') !== null;

/** Whether the page will most likely begin with the catalogue's default model. @throws whatever reading the storage throws */
export function asksForDefault(): boolean {
  return !asksElsewhere() && !new URLSearchParams(location.search).has('model');
}

/**
 * Fetches the data for the first picture.
 * @returns undefined if a link or an earlier tab may ask for something else, or if the server does not have the model
 * @throws whatever fetching and reading throw
 */
export async function fetchFirstModel(): Promise<FirstModel | undefined> {
  if (asksElsewhere()) return undefined;
  const wishes = new URLSearchParams(location.search);
  const wish = wishes.get('model');
  const models = new URL('./models/', document.baseURI).href;
  const listed = await fetch(`${models}index.json`);
  if (!listed.ok) return undefined;
  const catalogue: Offered = await listed.json();
  leaveCatalogue(catalogue);
  const offered = catalogue.models;
  const entry = wish
    ? offered.find(({ id }) => id === wish)
    : (offered.find((one) => one.default) ?? offered[0]);
  if (!entry) return undefined;
  const url = `${models}${entry.id}/`;
  const response = await fetch(`${url}zscape.json`);
  if (!response.ok) return undefined;
  const manifestText = await response.text();
  return { url, manifestText, z: firstLatent(JSON.parse(manifestText), seedOf(wishes.get('seed'))) };
}

/** The latent of a seed, for models whose faces have no class, no spread and no statistics of their own (`sampleFace`). */
function firstLatent({ latent, classes, latents }: Manifest, seed: number): Float32Array | undefined {
  const plain = latent.normalised && !classes && !latents && latent.size <= mostDimensions;
  return plain ? sampleLatent(seed, latent.size, latent.prior) : undefined;
}

/** The seed in the address, or the usual one if there is none or it is not valid. */
function seedOf(text: string | null): number {
  try {
    return text === null ? firstSeed : parseSeed(text);
  } catch {
    return firstSeed;
  }
}
