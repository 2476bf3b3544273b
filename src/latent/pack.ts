/**
 * A latent as a short text for a link: each dimension as a whole number of `bits` bits between -1 and 1 of the largest
 * magnitude, then base64 with the URL's own alphabet (RFC 4648, section 5). The largest error of a dimension is
 * max|z| / (2^bits - 2), so 0.4 % of a standard deviation at 10 bits.
 */

/** Of a packed dimension, the finest first: a link takes the first that fits into it. */
export const packBits = [16, 12, 10, 8, 6, 4] as const;
export type PackBits = (typeof packBits)[number];

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const digitOf = new Map([...alphabet].map((digit, value) => [digit, value]));
/** The largest magnitude is kept to a thousandth. */
const magnitudeSteps = 1000;

/** @returns `bits.magnitude.digits`, for instance `10.3211.AAB...` */
export function packLatent(z: Float32Array, bits: PackBits): string {
  let largest = 0;
  for (const value of z) largest = Math.max(largest, Math.abs(value));
  // Rounded up, so that no dimension lies beyond it.
  const magnitude = Math.ceil(largest * magnitudeSteps);
  const top = 2 ** (bits - 1) - 1;
  const scale = magnitude > 0 ? (top * magnitudeSteps) / magnitude : 0;
  const writer = new BitWriter();
  for (const value of z) writer.write(Math.round(value * scale) + top, bits);
  return `${bits}.${magnitude}.${writer.end()}`;
}

/** The latent of a packed text, or null for a text that is none, or not of this size. */
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

class BitWriter {
  #text = '';
  #held = 0;
  #count = 0;

  write(value: number, bits: number): void {
    // At most 5 bits are held, so 16 more stay within 32.
    this.#held = (this.#held << bits) | value;
    this.#count += bits;
    while (this.#count >= 6) {
      this.#count -= 6;
      this.#text += alphabet[(this.#held >>> this.#count) & 63];
    }
    this.#held &= (1 << this.#count) - 1;
  }

  end(): string {
    if (this.#count > 0) this.#text += alphabet[(this.#held << (6 - this.#count)) & 63];
    return this.#text;
  }
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
