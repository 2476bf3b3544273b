/** Recipes in WebM files (RFC 8794, RFC 9559): the tag `COMMENT`. */
import { mostInside } from '../limits.ts';
import { isRecipeText } from '../videoRecipe.ts';
import type { BlobWindow } from './blobWindow.ts';
import { cutOff, tooLarge } from './faults.ts';

/** Elements that can contain the recipe; their content is searched as if it were in their place. */
const holders = [
  0x18538067, // Segment
  0x1254c367, // Tags
  0x7373, // Tag
  0x67c8, // SimpleTag
];
const cluster = 0x1f43b675;
const tagString = 0x4487;

/** Returns the recipe, or null if there is none. @throws RECIPE_INVALID */
export async function recipeInWebm(file: BlobWindow, name: string): Promise<string | null> {
  for (let at = 0; file.goesOn(); ) {
    const element = await elementAt(file, at);
    if (!element) return null;
    const { id, from, length } = element;
    if (id === tagString && length !== null) {
      const text = await textOf(file, from, length, name);
      if (text !== null) return text;
    }
    // Files written during a recording do not state the length of their clusters.
    const inside = holders.includes(id) || (id === cluster && length === null);
    if (!inside && length === null) return null;
    at = inside ? from : from + (length ?? 0);
  }
  return null;
}

async function textOf(file: BlobWindow, from: number, length: number, name: string): Promise<string | null> {
  const beginning = new TextDecoder().decode(await file.bytes(from, Math.min(length, 200)));
  if (!isRecipeText(beginning)) return null;
  if (length > mostInside) throw tooLarge(name);
  const bytes = await file.bytes(from, length);
  if (bytes.length < length) throw cutOff(name);
  return new TextDecoder().decode(bytes);
}

interface Element {
  id: number;
  from: number;
  /** Null if the file does not state it. */
  length: number | null;
}

async function elementAt(file: BlobWindow, at: number): Promise<Element | null> {
  const bytes = await file.bytes(at, 12);
  const idBytes = widthOf(bytes[0]);
  const lengthBytes = widthOf(bytes[idBytes]);
  if (idBytes > 4 || lengthBytes > 8 || bytes.length < idBytes + lengthBytes) return null;
  let id = 0;
  for (let index = 0; index < idBytes; index++) id = id * 256 + bytes[index]!;
  const mark = 2 ** (8 - lengthBytes);
  let length = bytes[idBytes]! - mark;
  for (let index = 1; index < lengthBytes; index++) length = length * 256 + bytes[idBytes + index]!;
  const unknown = length === 2 ** (7 * lengthBytes) - 1;
  return { id, from: at + idBytes + lengthBytes, length: unknown ? null : length };
}

/** Returns how many bytes a number has, given its first byte: the position of the first set bit; 9 for none. */
function widthOf(byte: number | undefined): number {
  return byte === undefined || byte === 0 ? 9 : Math.clz32(byte) - 23;
}
