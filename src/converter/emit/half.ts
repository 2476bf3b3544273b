/**
 * Narrows float32 to IEEE 754 binary16, rounding to nearest, ties to even. `docs/decisions/converter/small-libraries.md`
 * explains why this is not a library.
 */

/** Narrows floats. Values beyond the largest half (65504) become infinity; NaN stays NaN. */
export function floatToHalf(floats: Float32Array): Uint16Array<ArrayBuffer> {
  const aligned = floats.byteOffset % 4 === 0 ? floats : floats.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length);
  const halves = new Uint16Array(floats.length);
  for (let i = 0; i < words.length; i++) halves[i] = halfBits(words[i]!);
  return halves;
}

function halfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520 and above round up to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) return sign | subnormal(magnitude);
  // Rebias the exponent, then drop 13 bits; a carry out of the fraction correctly increments the exponent.
  const rebiased = magnitude - 0x38000000;
  return sign | ((rebiased + 0x0fff + ((rebiased >>> 13) & 1)) >>> 13);
}

/** Halves below 2^-14 count in steps of 2^-24. */
function subnormal(magnitude: number): number {
  const exponent = magnitude >>> 23;
  if (exponent < 102) return 0;
  const fraction = (magnitude & 0x7fffff) | 0x800000;
  const shift = 126 - exponent;
  const kept = fraction >>> shift;
  const rest = fraction & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}
