/** A recipe in a JPEG: a segment of XMP (ISO 16684-3), right after the start of the picture. */
import { joinBytes } from '../../base/joinBytes.ts';
import { xmpOf } from './webpRecipe.ts';

export const jpegXmpName = 'http://ns.adobe.com/xap/1.0/\0';
const longestSegment = 0xffff;

/** Makes the segment; null if the recipe is too long for one. */
export function jpegRecipeSegment(text: string): Uint8Array<ArrayBuffer> | null {
  const encoder = new TextEncoder();
  const data = joinBytes([encoder.encode(jpegXmpName), encoder.encode(xmpOf(text))]);
  const length = data.length + 2;
  if (length > longestSegment) return null;
  return joinBytes([Uint8Array.of(0xff, 0xe1, length >>> 8, length & 255), data]);
}
