/** Addresses in a memory that does not exist yet: first everything finds its place, then the memory is made to measure. */
import { FREE } from '../layout.ts';

/** A cache line; also keeps vectors aligned. */
const ALIGNMENT = 64;
const PAGE_BYTES = 65536;

export class Arena {
  #next = FREE;

  /** @returns the address of `bytes` bytes of their own. */
  take(bytes: number): number {
    const at = this.#next;
    this.#next = Math.ceil((at + bytes) / ALIGNMENT) * ALIGNMENT;
    return at;
  }

  /** Where the next thing would lie. */
  get next(): number {
    return this.#next;
  }

  get pages(): number {
    return Math.ceil(this.#next / PAGE_BYTES);
  }
}
