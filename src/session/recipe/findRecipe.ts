/** Finds the recipes in files that are brought to the page. */
import { ZscapeError } from '../../base/errors.ts';
import { blobSource } from '../../converter/archive/byteSource.ts';
import { webDecompress } from '../../converter/archive/formats/decompress.ts';
import { openZip } from '../../converter/archive/formats/zip.ts';
import { readDirectory } from '../../converter/archive/formats/zipDirectory.ts';
import { defaultLimits } from '../../converter/archive/limits.ts';
import { linkIn } from '../../export/pngLink.ts';
import { mostBeside } from '../../export/recipe/limits.ts';
import { mediaFormat, recipeIn } from '../../export/recipe/recipeIn.ts';
import { isRecipeText } from '../../export/recipe/videoRecipe.ts';
import { inPageLanguage } from '../../language/texts.ts';
import { recipeMessages } from './messages.ts';

export type Found =
  | { kind: 'recipe'; text: string; fileName: string }
  /** From a picture that an earlier version of the page exported. */
  | { kind: 'link'; link: string };

const mediaName = /\.(png|apng|gif|webp|mp4|m4v|mov|webm|jpe?g)$/i;
const recipeName = /\.zscape\.json$/i;
/** More frames than in a film of an hour. */
const mostEntries = 400_000;

/**
 * Returns the content of the first file that has any; null if they are something other than pictures, films or recipes,
 * such as a model or a session.
 * @throws RECIPE_INVALID, and RECIPE_MISSING for pictures and films without a recipe
 */
export async function findRecipe(files: readonly File[]): Promise<Found | null> {
  const [first] = files;
  if (!first) return null;
  const finds: Found[] = [];
  for (const file of files) {
    const found = await lookInto(file);
    if (found === 'other') return null;
    if (found !== null) finds.push(found);
  }
  const found = finds[0];
  if (found) return found;
  const t = recipeMessages.get();
  const words = first.size === 0 ? t.empty({ file: first.name }) : t.stripped({ file: first.name });
  throw new ZscapeError('RECIPE_MISSING', words, inPageLanguage());
}

/** Looks into one file. @returns null for a picture or a film without a recipe */
async function lookInto(file: File): Promise<Found | 'other' | null> {
  const format = await mediaFormat(file);
  if (format !== null) {
    const text = await recipeIn(file);
    if (text !== null) return { kind: 'recipe', text, fileName: file.name };
    const link = format === 'png' ? await linkIn(file) : null;
    return link === null ? null : { kind: 'link', link };
  }
  if (mediaName.test(file.name)) return null;
  const text = (await isZip(file)) ? await recipeInZip(file) : await recipeAlone(file);
  return text === null ? 'other' : { kind: 'recipe', text, fileName: file.name };
}

async function recipeAlone(file: File): Promise<string | null> {
  if (!isRecipeText(await file.slice(0, 200).text())) return null;
  return file.size > mostBeside ? file.slice(0, mostBeside + 1).text() : file.text();
}

async function isZip(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return head[0] === 0x50 && head[1] === 0x4b;
}

/** Returns the recipe beside the frames of a film. An archive that cannot be read as such is left to other readers. */
async function recipeInZip(file: File): Promise<string | null> {
  const source = blobSource(file.name, file);
  try {
    const { entries } = await readDirectory(source, mostEntries);
    // Some systems add metadata files of their own when they repack an archive.
    const entry = entries.find(({ name }) => recipeName.test(name) && !name.includes('__MACOSX/'));
    if (!entry || entry.size > mostBeside) return null;
    const limits = { ...defaultLimits, maxEntries: mostEntries, maxBytes: Number.MAX_SAFE_INTEGER };
    const files = await openZip(source, { limits, decompress: webDecompress });
    const text = new TextDecoder().decode(await files.read(entry.name));
    return isRecipeText(text) ? text : null;
  } catch {
    return null;
  }
}
