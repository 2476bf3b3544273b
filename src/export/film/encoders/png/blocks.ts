/** The chunks of PNG and of its animated form (W3C, Portable Network Graphics, third edition, 11). */
import { joinBytes } from '../../../../base/joinBytes.ts';
import { pngChunk, pngSignature } from '../../../pngChunk.ts';
import { pngRecipeChunks } from '../../../recipe/pngRecipe.ts';
import { frameTicks } from '../ticks.ts';
import type { Part } from './changedPart.ts';

/** Makes the signature, the header and the recipe, which come before the chunks of an animation or a picture. */
export function pngHead(
  width: number,
  height: number,
  alpha: boolean,
  recipe: string | null,
  between: readonly Uint8Array[] = [],
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, alpha ? 6 : 2], 8);
  const written = recipe === null ? [] : pngRecipeChunks(recipe);
  return joinBytes([Uint8Array.from(pngSignature), pngChunk('IHDR', header), ...between, ...written]);
}

export const pngEnd = (): Uint8Array<ArrayBuffer> => pngChunk('IEND', new Uint8Array(0));

/** Position of `acTL`: behind the header, so that it can be corrected. */
export const animationAt = pngSignature.length + 25;

/** Makes the chunk with the number of frames and of repetitions; 0 means forever. */
export function animationChunk(frames: number, loop: boolean): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(8);
  new DataView(data.buffer).setUint32(0, frames);
  data[7] = loop ? 0 : 1;
  return pngChunk('acTL', data);
}

/** Makes a frame: its position and duration, then its pixels. Those of the first frame are also the still picture's. */
export function frameChunks(
  index: number,
  part: Part,
  fps: number,
  data: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const control = new Uint8Array(26);
  const view = new DataView(control.buffer);
  view.setUint32(0, index === 0 ? 0 : 2 * index - 1);
  [part.width, part.height, part.left, part.top].forEach((value, i) => {
    view.setUint32(4 + 4 * i, value);
  });
  // A whole number of frames a second can be stated exactly.
  const exact = Number.isInteger(fps);
  view.setUint16(20, exact ? 1 : frameTicks(index, fps, 1000));
  view.setUint16(22, exact ? fps : 1000);
  const pixels = index === 0 ? pngChunk('IDAT', data) : pngChunk('fdAT', numbered(2 * index, data));
  return joinBytes([pngChunk('fcTL', control), pixels]);
}

function numbered(sequence: number, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + data.length);
  new DataView(bytes.buffer).setUint32(0, sequence);
  bytes.set(data, 4);
  return bytes;
}
