/** Writes a bundle to the disk, as a whole or not at all. Node only. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ZscapeError } from '../../base/errors.ts';
import { type Catalogue, type CatalogueEntry, parseCatalogue } from '../../bundle/schema/catalogue.ts';
import type { ConvertedBundle } from '../emit/bundle.ts';

const indexName = 'index.json';

/**
 * Writes `<out>/<id>/` and its entry in `<out>/index.json`. Both are written under temporary names and then renamed, so a
 * failure leaves the previous state.
 * @param makeDefault puts it first on the page; otherwise the entry keeps its previous status.
 * @returns the bundle's folder.
 * @throws CATALOGUE_INVALID if an existing `index.json` is not ours, OUTPUT_UNWRITABLE.
 */
export async function writeBundle(
  bundle: ConvertedBundle,
  out: string,
  makeDefault: boolean,
): Promise<string> {
  const { id } = bundle.manifest;
  const folder = join(out, id);
  const index = join(out, indexName);
  const mark = `${process.pid}-${Date.now()}`;
  const fresh = join(out, `.${id}.${mark}.new`);
  const old = join(out, `.${id}.${mark}.old`);
  const freshIndex = join(out, `.${indexName}.${mark}.new`);
  try {
    await mkdir(fresh, { recursive: true });
    const catalogue = withEntry(await readCatalogue(index), bundle.entry, makeDefault);
    for (const { path, bytes } of bundle.files) await writeFile(join(fresh, path), bytes);
    await writeFile(freshIndex, `${JSON.stringify(catalogue, null, 2)}\n`);
    const replaced = await renameIfThere(folder, old);
    try {
      await rename(fresh, folder);
      await rename(freshIndex, index);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      if (replaced) await rename(old, folder);
      throw error;
    }
  } catch (error) {
    if (error instanceof ZscapeError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ZscapeError('OUTPUT_UNWRITABLE', `Cannot write the bundle into ${out}: ${why}.`, {
      cause: error,
    });
  } finally {
    for (const left of [fresh, old, freshIndex])
      await rm(left, { recursive: true, force: true }).catch(() => undefined);
  }
  return folder;
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function readCatalogue(path: string): Promise<Catalogue> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { schema: 1, models: [] };
    throw error;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return parseCatalogue(json, path);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Returns the catalogue with the entry in its old place, or at the end. At most one model is the default. */
function withEntry(catalogue: Catalogue, entry: CatalogueEntry, makeDefault: boolean): Catalogue {
  const before = catalogue.models.find((model) => model.id === entry.id);
  const line = { ...entry, default: makeDefault || (before?.default ?? false) };
  const models = catalogue.models.map((model) => {
    if (model.id === entry.id) return line;
    return makeDefault ? { ...model, default: false } : model;
  });
  return { ...catalogue, models: before === undefined ? [...models, line] : models };
}
