/** Finds a model on the disk and reads it. Node only. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ZscapeError } from '../../base/errors.ts';
import { assemble, growthFolder, type LoadedBundle } from '../../bundle/read/reader.ts';
import { parseCatalogue } from '../../bundle/schema/catalogue.ts';
import { type BundleManifest, parseBundle } from '../../bundle/schema/manifest.ts';
import { splitCloud } from '../../latent/vector/cloud.ts';
import type { Drawn } from '../../latent/vector/drawn.ts';

const manifestName = 'zscape.json';

/**
 * Finds the folder of a model.
 * @param wanted an id in the catalogue of `models`, or a folder with a bundle; the catalogue's default if undefined
 * @throws MODEL_UNKNOWN, CATALOGUE_INVALID
 */
export async function modelFolder(models: string, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) {
    for (const folder of [join(models, wanted), wanted])
      if (await isFile(join(folder, manifestName))) return folder;
  }
  const entries = await catalogueOf(models);
  if (wanted === undefined) {
    const entry = entries.find((model) => model.default) ?? entries[0];
    if (entry) return join(models, entry.id);
    throw new ZscapeError(
      'MODEL_UNKNOWN',
      `${models} lists no model. Name one with --model, or convert one with npm run convert.`,
    );
  }
  const known = entries.length > 0 ? ` Available models: ${entries.map(({ id }) => id).join(', ')}.` : '';
  throw new ZscapeError(
    'MODEL_UNKNOWN',
    `There is no model "${wanted}" in ${models}, and no folder of that name.${known}`,
  );
}

async function catalogueOf(models: string) {
  const path = join(models, 'index.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ZscapeError(
      'CATALOGUE_INVALID',
      `There is no list of models at ${path}. State where the models are with --models.`,
      { cause },
    );
  }
  return parseCatalogue(parseJson(text, path), path).models;
}

/** Reads a folder's `zscape.json`, and the distribution of its samples. @throws BUNDLE_* */
export async function readManifest(folder: string): Promise<{ manifest: BundleManifest; drawn: Drawn }> {
  const path = join(folder, manifestName);
  const manifest = parseBundle(
    parseJson(new TextDecoder().decode(await read(folder, manifestName)), path),
    path,
  );
  const { latent, spread, latents } = manifest;
  if (manifest.generator.family !== 'progan' || manifest.classes) {
    throw new ZscapeError(
      'BUNDLE_INVALID',
      `${manifest.title} cannot be drawn here: these kernels compute only networks of the ProGAN family. The page's Batch dialog draws every model.`,
    );
  }
  if (!latents) return { manifest, drawn: { latent, spread } };
  const bytes = await readChecked(folder, latents.file, manifest);
  const values = new Float32Array(bytes.buffer.slice(0, bytes.length - (bytes.length % 4)));
  const cloud = splitCloud(values, latent.size, latents);
  if (!cloud)
    throw new ZscapeError(
      'BUNDLE_INVALID',
      `${latents.file} of ${manifest.title} is damaged. Convert the model again.`,
    );
  return { manifest, drawn: { latent, spread, cloud } };
}

/** Reads the network in a folder. @throws BUNDLE_* */
export async function readNetwork(folder: string, manifest: BundleManifest): Promise<LoadedBundle> {
  const { preview, directions, card, latents } = manifest;
  const unneeded = [preview, directions, card, latents?.file];
  const needed = manifest.files.map(({ path }) => path).filter((path) => !unneeded.includes(path));
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const path of needed) files.set(path, await readChecked(folder, path, manifest));
  const bundle = assemble(manifest, files, folder);
  if (!manifest.growthNetwork) return bundle;
  const early = join(folder, growthFolder);
  return {
    ...bundle,
    growthNetwork: async () => readNetwork(early, (await readManifest(early)).manifest),
  };
}

async function readChecked(
  folder: string,
  path: string,
  { files }: BundleManifest,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await read(folder, path);
  const listed = files.find((file) => file.path === path);
  if (listed && createHash('sha256').update(bytes).digest('hex') !== listed.sha256) {
    throw new ZscapeError(
      'BUNDLE_FILE_CORRUPT',
      `${join(folder, path)} is damaged: its SHA-256 is not the one in ${manifestName}. Get the model again.`,
    );
  }
  return bytes;
}

async function read(folder: string, path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(join(folder, path)));
  } catch (cause) {
    throw new ZscapeError(
      'BUNDLE_FILE_MISSING',
      `${join(folder, path)} cannot be read. Get the model again.`,
      { cause },
    );
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ZscapeError('BUNDLE_INVALID', `${path} is not JSON: it is damaged or cut off.`, { cause });
  }
}
