/**
 * A recipe in a PNG or an APNG: an international text chunk (W3C, Portable Network Graphics, 11.3.3.4 `iTXt`). Programs
 * that copy unknown chunks keep it, because its name says that it does not depend on the picture.
 */
import { joinBytes } from '../../base/joinBytes.ts';
import { pngChunk } from '../pngChunk.ts';

export const pngRecipeKeyword = 'zscape recipe';

/**
 * Makes the complete chunks that hold a recipe, with lengths and checksums. They belong after the header (`IHDR`) and
 * before the first `IDAT`.
 */
export function pngRecipeChunks(text: string): Uint8Array<ArrayBuffer>[] {
  const encoder = new TextEncoder();
  // After the keyword: not compressed, no compression method, no language, no translated keyword.
  const data = joinBytes([encoder.encode(`${pngRecipeKeyword}\0\0\0\0\0`), encoder.encode(text)]);
  return [pngChunk('iTXt', data)];
}
