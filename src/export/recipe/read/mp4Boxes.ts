/** Recipes in MP4 files (ISO 14496-12): the comment of iTunes' list, in `moov/udta/meta/ilst`. */
import { mostInside } from '../limits.ts';
import { isRecipeText } from '../videoRecipe.ts';
import { type BlobWindow, lettersAt } from './blobWindow.ts';
import { cutOff, tooLarge } from './faults.ts';

interface Box {
  kind: string;
  /** The range of its content. */
  from: number;
  to: number;
}

const comment = '\u00a9cmt';

/** Returns the recipe, or null if there is none. @throws RECIPE_INVALID */
export async function recipeInMp4(file: BlobWindow, name: string): Promise<string | null> {
  for await (const moov of boxes(file, 0, file.size, 'moov'))
    for await (const udta of boxes(file, moov.from, moov.to, 'udta'))
      for await (const meta of boxes(file, udta.from, udta.to, 'meta')) {
        // Version and flags come before the boxes of `meta`, except in QuickTime files.
        const first = await file.view(meta.from, 8);
        const from = first && lettersAt(first, 4) === 'hdlr' ? meta.from : meta.from + 4;
        for await (const ilst of boxes(file, from, meta.to, 'ilst'))
          for await (const item of boxes(file, ilst.from, ilst.to, comment))
            for await (const data of boxes(file, item.from, item.to, 'data')) {
              const text = await textOf(file, data, name);
              if (text !== null) return text;
            }
      }
  return null;
}

/** Reads the text after the eight bytes that mark it as text. */
async function textOf(file: BlobWindow, { from, to }: Box, name: string): Promise<string | null> {
  const length = to - from - 8;
  const beginning = new TextDecoder().decode(await file.bytes(from + 8, Math.min(length, 200)));
  if (!isRecipeText(beginning)) return null;
  if (length > mostInside) throw tooLarge(name);
  const bytes = await file.bytes(from + 8, length);
  if (bytes.length < length) throw cutOff(name);
  return new TextDecoder().decode(bytes);
}

/** Yields the boxes of a kind in a range of the file. A box that claims to extend beyond the range is taken at its word. */
async function* boxes(file: BlobWindow, start: number, end: number, wanted: string): AsyncGenerator<Box> {
  for (let at = start; at + 8 <= end && file.goesOn(); ) {
    const head = await file.view(at, 8);
    if (!head) return;
    const kind = lettersAt(head, 4);
    let [size, from] = [head.getUint32(0), at + 8];
    if (size === 0) size = end - at;
    else if (size === 1) {
      const long = await file.view(at + 8, 8);
      if (!long) return;
      [size, from] = [Number(long.getBigUint64(0)), at + 16];
    }
    if (size < from - at) return;
    if (kind === wanted) yield { kind, from, to: at + size };
    at += size;
  }
}
