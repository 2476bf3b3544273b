/**
 * Widens IEEE 754 half precision: by the browser's own float16 arrays, otherwise through a table, with one look-up per
 * number. A script that has just started runs slowly, and so does a loop over millions of numbers in it.
 */

/** Browsers have it since 2025, and TypeScript's types do not know it yet. */
type Halves = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayLike<number>;
const NativeHalves = (globalThis as { Float16Array?: Halves }).Float16Array;

let table: Float32Array | undefined;

/**
 * Widens halves to float32, into `floats` if given; exact for every value, subnormals, infinities and NaN included.
 * @param native false to use the table in any case
 */
export function halfToFloat(
  halves: Uint16Array,
  floats = new Float32Array(halves.length),
  native = true,
): Float32Array<ArrayBuffer> {
  if (NativeHalves && native) {
    floats.set(new NativeHalves(halves.buffer as ArrayBuffer, halves.byteOffset, halves.length));
    return floats;
  }
  table ??= makeTable();
  for (let i = 0; i < halves.length; i++) floats[i] = table[halves[i]!]!;
  return floats;
}

function makeTable(): Float32Array {
  const values = new Float32Array(1 << 16);
  for (let bits = 0; bits < 1 << 16; bits++) {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    let magnitude: number;
    if (exponent === 31) magnitude = fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    else if (exponent === 0) magnitude = fraction * 2 ** -24;
    else magnitude = (1024 + fraction) * 2 ** (exponent - 25);
    values[bits] = bits & 0x8000 ? -magnitude : magnitude;
  }
  return values;
}
