/** Puts a recipe into an existing picture, such as one that the browser has encoded. */
import { afterPngHeader } from '../pngChunk.ts';
import { gifRecipeBlock } from './gifRecipe.ts';
import { jpegRecipeSegment } from './jpegRecipe.ts';
import { fitsInside } from './limits.ts';
import { pngRecipeChunks } from './pngRecipe.ts';
import { mediaFormat } from './recipeIn.ts';
import { webpMetadataFlag, webpRecipeChunk } from './webpRecipe.ts';

/**
 * Returns the picture with the recipe in it, under its own type; null if that is impossible: in other formats, and if the
 * recipe is too large.
 */
export async function withRecipe(picture: Blob, text: string): Promise<Blob | null> {
  if (!fitsInside(text)) return null;
  const { type } = picture;
  switch (await mediaFormat(picture)) {
    case 'png':
      return inserted(picture, afterPngHeader, pngRecipeChunks(text));
    case 'gif': {
      const [flags = 0] = new Uint8Array(await picture.slice(10, 11).arrayBuffer());
      const table = (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
      return inserted(picture, 13 + table, [gifRecipeBlock(text)]);
    }
    case 'jpeg': {
      const segment = jpegRecipeSegment(text);
      return segment && inserted(picture, 2, [segment]);
    }
    case 'webp': {
      const bytes = await withWebpRecipe(new Uint8Array(await picture.arrayBuffer()), text);
      return bytes && new Blob([bytes], { type });
    }
    default:
      return null;
  }
}

function inserted(picture: Blob, at: number, parts: readonly Uint8Array<ArrayBuffer>[]): Blob {
  return new Blob([picture.slice(0, at), ...parts, picture.slice(at)], { type: picture.type });
}

/** Metadata of a WebP need the extended header, which encoders omit for plain pictures. */
async function withWebpRecipe(
  bytes: Uint8Array<ArrayBuffer>,
  text: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const kind = new TextDecoder('latin1').decode(bytes.subarray(12, 16));
  const chunk = webpRecipeChunk(text);
  const extended = kind === 'VP8X' ? null : headerFor(kind, bytes.subarray(20));
  if (kind !== 'VP8X' && !extended) return null;
  const whole = new Uint8Array(bytes.length + (extended?.length ?? 0) + chunk.length);
  whole.set(bytes.subarray(0, 12));
  if (extended) whole.set(extended, 12);
  whole.set(bytes.subarray(12), 12 + (extended?.length ?? 0));
  whole.set(chunk, whole.length - chunk.length);
  whole[20]! |= webpMetadataFlag;
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
  return whole;
}

/** Makes the extended header of a plain picture. @param data of its only chunk */
function headerFor(kind: string, data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let width: number;
  let height: number;
  let alpha = false;
  if (kind === 'VP8 ' && data.length >= 10) {
    // RFC 6386, 9.1: after the frame's tag and its start code, 14 bits each.
    width = view.getUint16(6, true) & 0x3fff;
    height = view.getUint16(8, true) & 0x3fff;
  } else if (kind === 'VP8L' && data.length >= 5) {
    const bits = view.getUint32(1, true);
    width = (bits & 0x3fff) + 1;
    height = ((bits >>> 14) & 0x3fff) + 1;
    alpha = ((bits >>> 28) & 1) === 1;
  } else return null;
  const chunk = new Uint8Array(18);
  const header = new DataView(chunk.buffer);
  chunk.set(new TextEncoder().encode('VP8X'));
  header.setUint32(4, 10, true);
  header.setUint8(8, alpha ? 0x10 : 0);
  // 24 bits each, minus one; sides of at most 14 bits leave the third byte zero.
  header.setUint16(12, width - 1, true);
  header.setUint16(15, height - 1, true);
  return chunk;
}
