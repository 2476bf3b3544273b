import { joinBytes } from '../base/joinBytes.ts';

/** Bytes of a file as they arrive, in one piece of memory if their number is known in advance. */
export class Received {
  #whole: Uint8Array<ArrayBuffer> | null = null;
  #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Discards everything received. @param total bytes to make room for; null if unknown. */
  begin(total: number | null): void {
    this.#parts = [];
    this.#length = 0;
    if (this.#whole?.length !== total) this.#whole = total === null ? null : room(total);
  }

  add(part: Uint8Array): void {
    if (this.#whole && this.#length + part.length > this.#whole.length) this.#spill();
    if (this.#whole) this.#whole.set(part, this.#length);
    else this.#parts.push(part);
    this.#length += part.length;
  }

  /** Returns the first bytes, at most `most` of them. */
  head(most: number): Uint8Array {
    if (this.#whole) return this.#whole.subarray(0, Math.min(most, this.#length));
    return joinBytes(this.#parts).subarray(0, most);
  }

  /** Returns everything received. Nothing may be added afterwards. */
  bytes(): Uint8Array<ArrayBuffer> {
    if (!this.#whole) return joinBytes(this.#parts);
    return this.#length === this.#whole.length ? this.#whole : this.#whole.slice(0, this.#length);
  }

  /** Handles more bytes than announced: a host that compresses files in transit states the compressed length. */
  #spill(): void {
    this.#parts = [this.#whole!.subarray(0, this.#length)];
    this.#whole = null;
  }
}

function room(bytes: number): Uint8Array<ArrayBuffer> | null {
  try {
    return new Uint8Array(bytes);
  } catch {
    return null;
  }
}
