/**
 * A simple Snappy packer for test files: greedy, copying matches of four bytes or more found through a hash of their last
 * position.
 */
import { concat, varint } from '../bytes.ts';

export function snappy(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [varint(bytes.length)];
  const places = new Map<number, number>();
  let literalStart = 0;
  let at = 0;
  while (at + 4 <= bytes.length) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    const before = places.get(word);
    places.set(word, at);
    if (before === undefined || at - before > 0xffff) {
      at += 1;
      continue;
    }
    let length = 4;
    while (length < 64 && at + length < bytes.length && bytes[before + length] === bytes[at + length])
      length += 1;
    parts.push(...literal(bytes.subarray(literalStart, at)), copy(at - before, length));
    at += length;
    literalStart = at;
  }
  return concat([...parts, ...literal(bytes.subarray(literalStart))]);
}

function literal(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length === 0) return [];
  const code = bytes.length - 1;
  if (code < 60) return [Uint8Array.of(code << 2), bytes];
  return [Uint8Array.of(61 << 2, code & 255, code >>> 8), ...splitLong(bytes)];
}

/** Literals above 64 KB do not occur, because the blocks of an index have 4 KB. */
function splitLong(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length > 0x10000) throw new RangeError('This packer is for blocks of at most 64 KB.');
  return [bytes];
}

function copy(offset: number, length: number): Uint8Array {
  if (length < 12 && offset < 2048) {
    return Uint8Array.of(1 | ((length - 4) << 2) | ((offset >>> 8) << 5), offset & 255);
  }
  return Uint8Array.of(2 | ((length - 1) << 2), offset & 255, offset >>> 8);
}
