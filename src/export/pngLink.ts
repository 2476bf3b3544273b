/**
 * Pictures that the page exported before it had recipes contain a link to their face in a text chunk of the PNG format
 * (W3C, Portable Network Graphics, 11.3.4.3 `tEXt`): a keyword, a zero, and Latin-1.
 */
import { pngSignature } from './pngChunk.ts';

const keyword = 'zscape';
/** Longer texts are not ours. */
const longest = 10_000;
/** The link is right behind the header, so only this many bytes are searched. */
const looksAt = 2 ** 18;

/** Returns the link in a picture; null if it is not a PNG or contains none. */
export async function linkIn(file: Blob): Promise<string | null> {
  const bytes = new Uint8Array(await file.slice(0, looksAt).arrayBuffer());
  if (pngSignature.some((byte, index) => bytes[index] !== byte)) return null;
  const view = new DataView(bytes.buffer);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (name === 'tEXt' && length <= longest && at + 8 + length <= bytes.length) {
      const text = String.fromCharCode(...bytes.subarray(at + 8, at + 8 + length));
      if (text.startsWith(`${keyword}\0`)) return text.slice(keyword.length + 1);
    }
    at += 12 + length;
  }
  return null;
}
