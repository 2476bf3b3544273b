/** Reads a picture's stated size before anything is decoded: a file of a few kilobytes can require gigabytes. Pure. */
import type { Size } from '../contract.ts';
import type { PictureKind } from './kind.ts';

/** Bytes from the beginning of a file that are searched: a JPEG may have a thumbnail and a colour profile before its size. */
export const sizeBytes = 1 << 20;

/** Returns the size; null if it cannot be determined, and the browser finds out. */
export function sizeIn(kind: PictureKind, head: Uint8Array): Size | null {
  const read = readers[kind];
  if (read === undefined) return null;
  try {
    return read(new DataView(head.buffer, head.byteOffset, head.byteLength));
  } catch (error) {
    // The file ends before its size.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type Reader = (view: DataView) => Size | null;

const readers: Partial<Record<PictureKind, Reader>> = {
  png: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  gif: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  bmp: (view) => ({
    width: Math.abs(view.getInt32(18, true)),
    // Negative if rows run from top to bottom.
    height: Math.abs(view.getInt32(22, true)),
  }),
  jpeg: jpegSize,
  webp: webpSize,
  avif: boxSize,
  heic: boxSize,
};

/** Walks the segments to the frame header (SOF0 to SOF15 without DHT, JPG and DAC). */
function jpegSize(view: DataView): Size | null {
  for (let at = 2; ; ) {
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at++;
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += alone ? 2 : 2 + view.getUint16(at + 2);
  }
}

/** Handles the three forms: extended, lossless and lossy. */
function webpSize(view: DataView): Size | null {
  const form = textAt(view, 12);
  if (form === 'VP8X') {
    const three = (at: number) => 1 + view.getUint16(at, true) + 65_536 * view.getUint8(at + 2);
    return { width: three(24), height: three(27) };
  }
  if (form === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (form === 'VP8 ')
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return null;
}

/** Returns the largest of the sizes (`ispe` boxes) in the file's index; tiles and thumbnails have smaller ones. */
function boxSize(view: DataView): Size | null {
  let largest: Size | null = null;
  const end = Math.min(view.byteLength - 20, 65_536);
  for (let at = 0; at < end; at++) {
    if (view.getUint8(at) !== 0x69 || textAt(view, at) !== 'ispe') continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function textAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
