/** Bytes in memory that can be written at any position and are never copied as a whole. */

const pageBytes = 1 << 20;

export class Pages {
  readonly #pages: Uint8Array<ArrayBuffer>[] = [];
  bytes = 0;

  write(position: number, data: Uint8Array): void {
    let done = 0;
    while (done < data.length) {
      const at = position + done;
      const offset = at % pageBytes;
      const part = data.subarray(done, done + pageBytes - offset);
      this.#page(Math.floor(at / pageBytes)).set(part, offset);
      done += part.length;
    }
    this.bytes = Math.max(this.bytes, position + data.length);
  }

  /** Returns everything written, in order; unwritten bytes are zero. */
  parts(): Uint8Array<ArrayBuffer>[] {
    const count = Math.ceil(this.bytes / pageBytes);
    return Array.from({ length: count }, (_, i) => this.#page(i).subarray(0, this.bytes - i * pageBytes));
  }

  #page(index: number): Uint8Array<ArrayBuffer> {
    this.#pages[index] ??= new Uint8Array(pageBytes);
    return this.#pages[index];
  }
}
