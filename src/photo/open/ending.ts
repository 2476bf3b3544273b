/**
 * Detects files without their end: browsers show the remains of a truncated picture, with grey below them, and report
 * nothing.
 */
import type { PictureKind } from './kind.ts';

/** The bytes that end a picture. */
const endings: Partial<Record<PictureKind, readonly number[]>> = {
  // End of image. Other data may follow, from phones that store a film with the picture.
  jpeg: [0xff, 0xd9],
  png: [...'IEND'].map((letter) => letter.charCodeAt(0)),
};

/** The most likely place for an ending, and how much is read at a time if it is not there. */
const tailBytes = 1 << 16;
const pieceBytes = 1 << 22;

/** Tells whether a file has its end. @param head the beginning of the file */
export async function hasEnding(file: Blob, kind: PictureKind, head: Uint8Array): Promise<boolean> {
  if (kind === 'webp') {
    const { byteLength, byteOffset, buffer } = head;
    // Some writers count a padding byte that they omit.
    return byteLength >= 8 && new DataView(buffer, byteOffset).getUint32(4, true) + 7 <= file.size;
  }
  const ending = endings[kind];
  if (ending === undefined) return true;
  // A thumbnail in the head of a JPEG has its own ending.
  const from = kind === 'jpeg' ? scanIn(head) : 0;
  if (from >= file.size) return false;
  if (await holds(file, Math.max(from, file.size - tailBytes), file.size, ending)) return true;
  for (let at = from; at < file.size; at += pieceBytes) {
    // Includes a little of the next piece, in case the ending is split.
    if (await holds(file, at, Math.min(file.size, at + pieceBytes + ending.length), ending)) return true;
  }
  return false;
}

async function holds(file: Blob, from: number, to: number, ending: readonly number[]): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(from, to).arrayBuffer());
  for (let at = bytes.indexOf(ending[0]!); at >= 0; at = bytes.indexOf(ending[0]!, at + 1)) {
    if (ending.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

/** Returns the start of a JPEG's first scan, or the end of the head. In scan data each 0xff is followed by 0 or a marker. */
function scanIn(head: Uint8Array): number {
  for (let at = 2; at + 3 < head.length; ) {
    if (head[at] !== 0xff) return at;
    const marker = head[at + 1]!;
    if (marker === 0xff) at++;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else {
      const next = at + 2 + 256 * head[at + 2]! + head[at + 3]!;
      if (marker === 0xda) return next;
      at = next;
    }
  }
  return head.length;
}
