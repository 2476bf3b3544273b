/** Recipes in PNG and APNG files, in any of the three kinds of text chunk that other programs may turn ours into. */
import { Unzlib } from 'fflate';
import { joinBytes } from '../../../base/joinBytes.ts';
import { pngSum } from '../../pngChunk.ts';
import { mostInside } from '../limits.ts';
import { pngRecipeKeyword } from '../pngRecipe.ts';
import { type BlobWindow, lettersAt } from './blobWindow.ts';
import { cutOff, damaged, tooLarge } from './faults.ts';

const textChunks = ['iTXt', 'zTXt', 'tEXt'];
/** Keyword and the bytes after it, in a chunk of ours. */
const longestHead = 400;

/** Returns the recipe, or null if there is none. @throws RECIPE_INVALID */
export async function recipeInPng(file: BlobWindow, name: string): Promise<string | null> {
  for (let at = 8; file.goesOn(); ) {
    const head = await file.view(at, 8);
    if (!head) return null;
    const length = head.getUint32(0);
    const kind = lettersAt(head, 4);
    if (textChunks.includes(kind) && (await isOurs(file, at + 8))) {
      if (length > mostInside + longestHead) throw tooLarge(name);
      const chunk = await file.view(at + 4, length + 8);
      if (!chunk) throw cutOff(name);
      const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, length + 4);
      if (pngSum(bytes) !== chunk.getUint32(length + 4)) throw damaged(name);
      return textOf(kind, bytes.subarray(4 + pngRecipeKeyword.length + 1), name);
    }
    if (kind === 'IEND') return null;
    at += 12 + length;
  }
  return null;
}

async function isOurs(file: BlobWindow, at: number): Promise<boolean> {
  const bytes = await file.bytes(at, pngRecipeKeyword.length + 1);
  return new TextDecoder('latin1').decode(bytes) === `${pngRecipeKeyword}\0`;
}

/** @param data after the keyword and its zero */
function textOf(kind: string, data: Uint8Array, name: string): string {
  if (kind === 'tEXt') return new TextDecoder('latin1').decode(data);
  if (kind === 'zTXt') return new TextDecoder('latin1').decode(inflate(data.subarray(1), name));
  const language = data.indexOf(0, 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) throw damaged(name);
  const text = data.subarray(translated + 1);
  return new TextDecoder().decode(data[0] === 0 ? text : inflate(text, name));
}

/** The input is fed in small steps, so that output of excessive length is noticed early. */
const step = 256;

function inflate(packed: Uint8Array, name: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  let over = false;
  const inflater = new Unzlib((part, final) => {
    parts.push(part);
    length += part.length;
    over = final;
  });
  for (let at = 0; at < packed.length; at += step) {
    try {
      inflater.push(packed.subarray(at, at + step), at + step >= packed.length);
    } catch {
      throw damaged(name);
    }
    if (length > mostInside) throw tooLarge(name);
  }
  if (!over) throw damaged(name);
  return joinBytes(parts);
}
