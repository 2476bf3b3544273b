/** Little-endian numbers of seven bits per byte, as in protobuf, LevelDB and Snappy. */

/** Reads numbers and runs of bytes in order. Every read past the end or past 2^53 throws the error from `fail`. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly #fail: (what: string) => Error;

  constructor(bytes: Uint8Array, fail: (what: string) => Error, at = 0) {
    this.bytes = bytes;
    this.at = at;
    this.#fail = fail;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw this.#fail('it ends too early');
    this.at += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw this.#fail('it holds an absurdly large number');
      if (byte < 128) return value;
    }
  }

  /** Returns a view of the next `count` bytes. */
  take(count: number): Uint8Array {
    if (count > this.bytes.length - this.at) throw this.#fail('it ends too early');
    const view = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return view;
  }
}
