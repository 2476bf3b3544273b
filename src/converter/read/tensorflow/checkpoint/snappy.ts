/**
 * Unpacks Snappy's block format: literals, and copies of earlier output. The reasons why this is not a library are in
 * `docs/decisions/converter/small-libraries.md`.
 */
import { ByteCursor } from './varint.ts';

/** A copy element of three bytes expands to at most 64: nothing honest unpacks to more than 22 times its size. */
const maxRatio = 22;

/** Unpacks a block. @param fail makes the error for bytes that are not a Snappy block. */
export function unsnappy(packed: Uint8Array, fail: (what: string) => Error): Uint8Array {
  const input = new ByteCursor(packed, fail);
  const size = input.varint();
  if (size > maxRatio * packed.length) throw fail('a packed block claims an impossible size');
  const output = new Uint8Array(size);
  let at = 0;
  while (!input.done) {
    const tag = input.byte();
    if ((tag & 3) === 0) {
      const literal = input.take(literalLength(tag, input));
      if (literal.length > size - at) throw fail('a packed block is longer than it says');
      output.set(literal, at);
      at += literal.length;
      continue;
    }
    const { length, offset } = copyElement(tag, input);
    if (offset === 0 || offset > at || length > size - at)
      throw fail('a packed block copies from outside itself');
    // A copy may overlap with its own output, which it then repeats.
    if (offset >= length) output.copyWithin(at, at - offset, at - offset + length);
    else for (let i = 0; i < length; i++) output[at + i] = output[at + i - offset]!;
    at += length;
  }
  if (at !== size) throw fail('a packed block is shorter than it says');
  return output;
}

function literalLength(tag: number, input: ByteCursor): number {
  const code = tag >>> 2;
  return (code < 60 ? code : littleEndian(input, code - 59)) + 1;
}

function copyElement(tag: number, input: ByteCursor): { length: number; offset: number } {
  switch (tag & 3) {
    case 1:
      return { length: ((tag >>> 2) & 7) + 4, offset: (tag >>> 5) * 256 + input.byte() };
    case 2:
      return { length: (tag >>> 2) + 1, offset: littleEndian(input, 2) };
    default:
      return { length: (tag >>> 2) + 1, offset: littleEndian(input, 4) };
  }
}

function littleEndian(input: ByteCursor, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) value += input.byte() * 256 ** i;
  return value;
}
