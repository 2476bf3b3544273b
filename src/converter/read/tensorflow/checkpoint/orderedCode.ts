/**
 * Keys of slices in an index: TensorFlow's order-preserving code. A key consists of the number 0, the tensor's name, the
 * rank, and start and length of each dimension. Strings and keys hold one byte per character.
 */

export interface Extent {
  readonly start: number;
  /** -1 for the whole dimension; start is then 0. */
  readonly length: number;
}

/** Returns the key under which the slice `extents` of the tensor `name` is stored. */
export function sliceKey(name: string, extents: readonly Extent[]): string {
  const numbers = extents.flatMap(({ start, length }) => [signedNumber(start), signedNumber(length)]);
  return [unsignedNumber(0), text(name), unsignedNumber(extents.length), ...numbers].join('');
}

/** Encodes a text: it ends in 00 01, and 00 and ff are doubled to 00 ff and ff 00. */
function text(value: string): string {
  let coded = '';
  for (const char of value) coded += char === '\0' ? '\0\xff' : char === '\xff' ? '\xff\0' : char;
  return `${coded}\0\x01`;
}

/** Encodes a number: its number of bytes, then its bytes, highest first. */
function unsignedNumber(value: number): string {
  let bytes = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) {
    bytes = String.fromCharCode(rest % 256) + bytes;
  }
  return String.fromCharCode(bytes.length) + bytes;
}

/**
 * Encodes a number: n bytes hold 7n - 1 bits in two's complement, highest first; the sign bit is inverted, and n - 1
 * further bits equal to it encode n. Valid for |value| < 2^48, far beyond any dimension.
 */
function signedNumber(value: number): string {
  let count = 1;
  for (let magnitude = value < 0 ? -1 - value : value; magnitude >= 2 ** (7 * count - 1); ) count += 1;
  const bits = BigInt.asUintN(8 * count, BigInt(value));
  const header = ((1n << BigInt(count)) - 1n) << BigInt(7 * count);
  const coded = bits ^ header;
  let bytes = '';
  for (let i = count - 1; i >= 0; i--) bytes += String.fromCharCode(Number((coded >> BigInt(8 * i)) & 255n));
  return bytes;
}
