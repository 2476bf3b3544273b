/** Reads a file piece by piece: a film of an hour is searched without being held in memory. */

const windowBytes = 2 ** 18;
/** Beyond this many pieces, no well-behaved program would have put anything. */
const mostPieces = 500_000;

export class BlobWindow {
  readonly size: number;
  readonly #blob: Blob;
  #from = 0;
  #held = new Uint8Array(0);
  #left = mostPieces;

  constructor(blob: Blob) {
    this.#blob = blob;
    this.size = blob.size;
  }

  /** Returns false once so many pieces have been read that the search should stop. Each call counts as a piece. */
  goesOn(): boolean {
    this.#left -= 1;
    return this.#left >= 0;
  }

  /** Returns the bytes from a position on; fewer at the end of the file. They are valid only until the next call. */
  async bytes(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = Math.min(this.size, at + length);
    if (at >= end) return new Uint8Array(0);
    if (at < this.#from || end > this.#from + this.#held.length) {
      const piece = this.#blob.slice(at, Math.max(end, Math.min(this.size, at + windowBytes)));
      this.#held = new Uint8Array(await piece.arrayBuffer());
      this.#from = at;
    }
    return this.#held.subarray(at - this.#from, end - this.#from);
  }

  /** Returns some bytes as a view, or null if the file ends before them. */
  async view(at: number, length: number): Promise<DataView<ArrayBuffer> | null> {
    const bytes = await this.bytes(at, length);
    return bytes.length < length ? null : new DataView(bytes.buffer, bytes.byteOffset, length);
  }
}

/** Returns four bytes as letters, which most formats use for names. */
export function lettersAt(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}
