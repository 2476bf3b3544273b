/** The blocks of a GIF89a: https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
import { joinBytes } from '../../../../base/joinBytes.ts';
import { symbolBits } from './lzw.ts';
import type { Palette } from './palette.ts';

export const gifTrailer = Uint8Array.of(0x3b);

/**
 * Makes the header, the screen and the palette of frames without their own, then, if the film repeats, Netscape's
 * extension.
 */
export function gifHeader(
  width: number,
  height: number,
  loop: boolean,
  palette: Palette,
): Uint8Array<ArrayBuffer> {
  const ascii = (text: string) => new TextEncoder().encode(text);
  const bits = symbolBits(palette.count);
  const screen = Uint8Array.of(...uint16(width), ...uint16(height), 0b1111_0000 | (bits - 1), 0, 0);
  // A count of 0 repeats forever. Without this extension a film plays once.
  const repeat = Uint8Array.of(0x21, 0xff, 11, ...ascii('NETSCAPE2.0'), 3, 1, 0, 0, 0);
  return joinBytes([ascii('GIF89a'), screen, colourTable(palette), ...(loop ? [repeat] : [])]);
}

export interface FrameBlock {
  width: number;
  height: number;
  /** How long it is shown, in hundredths of a second. */
  ticks: number;
  /** The frame's own palette; null to use the film's. */
  own: Palette | null;
  /** The number of colours; the symbol after them is transparent. */
  colours: number;
  /** Whether the frame is cleared before the next. */
  cleared: boolean;
  /** The LZW codes. */
  data: Uint8Array;
}

/** Makes one frame of the full screen, with its duration. */
export function gifFrameBlock(frame: FrameBlock): Uint8Array<ArrayBuffer> {
  const { width, height, ticks, own, colours, cleared, data } = frame;
  const disposal = cleared ? 2 : 1;
  const bits = symbolBits(colours);
  const head = Uint8Array.of(
    ...[0x21, 0xf9, 4, (disposal << 2) | 1, ...uint16(ticks), colours, 0],
    ...[0x2c, 0, 0, 0, 0, ...uint16(width), ...uint16(height)],
    own ? 0x80 | (bits - 1) : 0,
  );
  return joinBytes([head, ...(own ? [colourTable(own)] : []), Uint8Array.of(bits), subBlocks(data)]);
}

/** Pads the palette with black to a power of two, with at least one spare entry for the transparent symbol. */
function colourTable({ count, rgb }: Palette): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(3 * 2 ** symbolBits(count));
  table.set(rgb.subarray(0, 3 * count));
  return table;
}

function subBlocks(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const blocks = new Uint8Array(data.length + Math.ceil(data.length / 255) + 1);
  let at = 0;
  for (let from = 0; from < data.length; from += 255) {
    const block = data.subarray(from, from + 255);
    blocks[at] = block.length;
    blocks.set(block, at + 1);
    at += 1 + block.length;
  }
  return blocks;
}

function uint16(value: number): [number, number] {
  return [value & 0xff, value >> 8];
}
