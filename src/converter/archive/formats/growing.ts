/** Collects bytes that arrive in pieces into one buffer of the announced size. */

/**
 * Allocates the announced size immediately if it is plausible, so nothing has to be copied again. Otherwise the buffer
 * grows with the data, so a false size costs no more memory than the bytes that really arrive.
 */
export class GrowingBytes {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  readonly #announced: number;

  /** @param plausible the most bytes to allocate on the announcement alone. */
  constructor(announced: number, plausible: number) {
    this.#announced = announced;
    this.#bytes = new Uint8Array(Math.min(announced, plausible));
  }

  push(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, Math.min(this.#announced, this.#bytes.length * 2)));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = needed;
  }

  get length(): number {
    return this.#length;
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.length === this.#length ? this.#bytes : this.#bytes.slice(0, this.#length);
  }
}
