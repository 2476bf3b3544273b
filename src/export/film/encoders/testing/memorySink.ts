/** Takes a film's bytes into memory. */
import type { FilmSink } from '../../contract.ts';

export class MemorySink implements FilmSink {
  #bytes = new Uint8Array(0);

  async write(position: number, bytes: Uint8Array): Promise<void> {
    if (position + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(position + bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, position);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }
}
