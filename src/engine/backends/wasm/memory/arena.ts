/** Addresses in a memory that does not exist yet: everything gets its place first, then the memory is created to fit. */
import { FREE } from '../layout.ts';

/** A cache line; also keeps vectors aligned. */
const ALIGNMENT = 64;
export const PAGE_BYTES = 65536;

export class Arena {
  #next: number;

  /** @param from the first address to hand out; everything below it is taken. */
  constructor(from = FREE) {
    this.#next = from;
  }

  /** Reserves `bytes` bytes. @returns their address. */
  take(bytes: number): number {
    const at = this.#next;
    this.#next = Math.ceil((at + bytes) / ALIGNMENT) * ALIGNMENT;
    return at;
  }

  /** The next free address. */
  get next(): number {
    return this.#next;
  }

  get pages(): number {
    return Math.ceil(this.#next / PAGE_BYTES);
  }
}
