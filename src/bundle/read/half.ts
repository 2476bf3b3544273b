/** Widens IEEE 754 half precision through a table: one look-up a number. */

let table: Float32Array | undefined;

/** Widens halves to float32, into `floats` where that is given; exact for every value, subnormals, infinities and NaN included. */
export function halfToFloat(
  halves: Uint16Array,
  floats = new Float32Array(halves.length),
): Float32Array<ArrayBuffer> {
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
