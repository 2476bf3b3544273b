/** Which model and which face a page will begin with, as far as its address alone says that. */
import { parseSeed } from '../../base/random.ts';
import { sampleLatent } from '../../latent/vector/sample.ts';
import { leaveCatalogue } from '../../session/models/earlyCatalogue.ts';
import { firstSeed } from '../../store/state/firstSeed.ts';

/** What is to be shown first. */
interface FirstModel {
  /** The model's folder, with a slash at its end. */
  url: string;
  /** The text of its `zscape.json`. */
  manifestText: string;
  /** The latent of the face: float32 [latent.size]; nothing where more than a seed and a size says which one that is. */
  z: Float32Array | undefined;
}

/** The parts of a catalogue and of a manifest that are read here. Nobody has checked them: the engine and the page will. */
interface Offered {
  models: { id: string; default?: boolean }[];
}
interface Manifest {
  latent: { size: number; prior: 'normal' | 'uniform'; normalised: boolean };
  classes?: unknown;
  latents?: unknown;
}

/** More dimensions than any model has. A manifest that nobody has checked must not make the page draw for ever. */
const mostDimensions = 1 << 16;

/**
 * Fetches what the first picture is made from.
 * @returns nothing where a link or a tab that was here before may ask for something else, and where the server does not have
 *   the model. @throws whatever fetching and reading throw
 */
export async function fetchFirstModel(): Promise<FirstModel | undefined> {
  if (location.hash !== '' || sessionStorage.getItem('zscape.session') !== null) return undefined;
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

/** The seed that the address asks for; the usual one where it asks for none, or for something that is no seed. */
function seedOf(text: string | null): number {
  try {
    return text === null ? firstSeed : parseSeed(text);
  } catch {
    return firstSeed;
  }
}
