/**
 * A latent as links of version 1 hold it: each dimension as an integer of `bits` bits between -1 and 1 times the largest
 * magnitude, in base64 with the URL alphabet (RFC 4648, section 5). The largest error of a dimension is max|z| / (2^bits
 * - 2), so 0.4 % of a standard deviation at 10 bits.
 */

/** The possible numbers of bits of a packed dimension. */
const packBits = [16, 12, 10, 8, 6, 4];

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const digitOf = new Map([...alphabet].map((digit, value) => [digit, value]));
/** The largest magnitude is written with three decimals. */
const magnitudeSteps = 1000;

/** Unpacks the latent from `bits.magnitude.digits`; null if the text is not of this form or has another size. */
export function unpackLatent(text: string, size: number): Float32Array | null {
  const match = /^(\d{1,2})\.(\d{1,7})\.([A-Za-z0-9_-]*)$/.exec(text);
  const bits = packBits.find((one) => String(one) === match?.[1]);
  const digits = match?.[3];
  if (!match || bits === undefined || digits === undefined || digits.length !== Math.ceil((size * bits) / 6))
    return null;
  const top = 2 ** (bits - 1) - 1;
  const scale = Number(match[2]) / magnitudeSteps / top;
  const reader = new BitReader(digits);
  return Float32Array.from({ length: size }, () => (reader.read(bits) - top) * scale);
}

class BitReader {
  readonly #digits: string;
  #at = 0;
  #held = 0;
  #count = 0;

  constructor(digits: string) {
    this.#digits = digits;
  }

  read(bits: number): number {
    while (this.#count < bits) {
      this.#held = (this.#held << 6) | (digitOf.get(this.#digits[this.#at++] ?? 'A') ?? 0);
      this.#count += 6;
    }
    this.#count -= bits;
    const value = this.#held >>> this.#count;
    this.#held &= (1 << this.#count) - 1;
    return value;
  }
}
