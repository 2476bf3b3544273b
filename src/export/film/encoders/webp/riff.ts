/** Animated WebP as a file of chunks (https://developers.google.com/speed/webp/docs/riff_container). */
import { joinBytes } from '../../../../base/joinBytes.ts';
import { webpMetadataFlag } from '../../../recipe/webpRecipe.ts';
import type { Part } from '../png/changedPart.ts';

const animationFlag = 0x02;
const alphaFlag = 0x10;
/** Flag of a frame that replaces the pixels below it instead of being blended with them. */
const overwrite = 0x02;

export interface WebpShape {
  width: number;
  height: number;
  alpha: boolean;
  loop: boolean;
  recipe: boolean;
}

/** Makes everything before the first frame. The length in it is corrected with `webpLength` at the end. */
export function webpHead({ width, height, alpha, loop, recipe }: WebpShape): Uint8Array<ArrayBuffer> {
  const extended = new Uint8Array(10);
  extended[0] = animationFlag | (alpha ? alphaFlag : 0) | (recipe ? webpMetadataFlag : 0);
  setUint24(extended, 4, width - 1);
  setUint24(extended, 7, height - 1);
  const animation = new Uint8Array(6);
  // After the background colour: how often it plays, 0 for forever.
  animation[4] = loop ? 0 : 1;
  return joinBytes([ascii('RIFF\0\0\0\0WEBP'), riffChunk('VP8X', extended), riffChunk('ANIM', animation)]);
}

/** Position of the file's length, and the bytes to write there. */
export const webpLengthAt = 4;
/** Returns the bytes of the length field. @param fileBytes length of the whole file */
export function webpLength(fileBytes: number): Uint8Array<ArrayBuffer> {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, fileBytes - 8, true);
  return length;
}

/** Makes one frame. @param part left and top are even. @param ms its duration. @param image chunks of the still picture */
export function webpFrame(part: Part, ms: number, image: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(16);
  setUint24(head, 0, part.left / 2);
  setUint24(head, 3, part.top / 2);
  setUint24(head, 6, part.width - 1);
  setUint24(head, 9, part.height - 1);
  setUint24(head, 12, ms);
  head[15] = overwrite;
  return riffChunk('ANMF', joinBytes([head, image]));
}

/** Returns the chunks with the pixels of a still picture, unchanged; null if the bytes are not a WebP that we know. */
export function webpImage(file: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const name = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < 20 || name(0) !== 'RIFF' || name(8) !== 'WEBP') return null;
  const parts: Uint8Array[] = [];
  for (let at = 12; at + 8 <= file.length; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    if (end > file.length) return null;
    if (['ALPH', 'VP8 ', 'VP8L'].includes(name(at))) parts.push(file.subarray(at, end));
    at = end;
  }
  return parts.length === 0 ? null : joinBytes(parts);
}

function riffChunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(8 + data.length + (data.length % 2));
  chunk.set(ascii(name));
  new DataView(chunk.buffer).setUint32(4, data.length, true);
  chunk.set(data, 8);
  return chunk;
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

function setUint24(bytes: Uint8Array, at: number, value: number): void {
  bytes.set([value & 0xff, (value >> 8) & 0xff, value >> 16], at);
}
