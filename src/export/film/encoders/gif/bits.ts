/** Codes of any width, packed from the lowest bit up as in GIFs, and concatenated strings of such bits. */

/** A string of bits that need not end with a byte; the rest of the last byte is 0. */
export interface Bits {
  bytes: Uint8Array<ArrayBuffer>;
  /** The number of valid bits. */
  length: number;
}

export class BitWriter {
  #bytes = new Uint8Array(1 << 14);
  #at = 0;
  #held = 0;
  #heldBits = 0;

  /** @param width of the code in bits, up to 12 */
  write(code: number, width: number): void {
    this.#held |= code << this.#heldBits;
    this.#heldBits += width;
    while (this.#heldBits >= 8) {
      if (this.#at === this.#bytes.length) this.#grow();
      this.#bytes[this.#at++] = this.#held;
      this.#held >>>= 8;
      this.#heldBits -= 8;
    }
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#bytes.length);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  /** Returns all bits since the last call. */
  take(): Bits {
    const length = 8 * this.#at + this.#heldBits;
    const bytes = new Uint8Array(Math.ceil(length / 8));
    bytes.set(this.#bytes.subarray(0, this.#at));
    if (this.#heldBits > 0) bytes[this.#at] = this.#held;
    this.#at = 0;
    this.#held = 0;
    this.#heldBits = 0;
    return { bytes, length };
  }
}

/** Joins the parts without a gap between their bits. */
export function joinBits(parts: readonly Bits[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const joined = new Uint8Array(Math.ceil(length / 8));
  let at = 0;
  for (const part of parts) {
    const shift = at & 7;
    let to = at >> 3;
    if (shift === 0) joined.set(part.bytes, to);
    else {
      for (const byte of part.bytes) {
        joined[to++]! |= byte << shift;
        if (to < joined.length) joined[to] = byte >> (8 - shift);
      }
    }
    at += part.length;
  }
  return joined;
}
