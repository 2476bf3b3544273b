/**
 * The limit that a sound HDF5 file cannot exceed: each of its bytes belongs to one structure, so all structures together
 * take no more than the file.
 */

/** The address that means "nowhere". */
const nowhere = 0xffff_ffff_ffff_ffffn;

/**
 * Reads the structures of one tree and counts their bytes. A tree whose nodes share bytes, or point back to each other,
 * is damaged: the library would follow it again and again.
 */
export class Budget {
  readonly view: DataView;
  #left: number;
  readonly #seen = new Set<number>();

  /** @param file the whole file. */
  constructor(file: ArrayBuffer) {
    this.view = new DataView(file);
    this.#left = file.byteLength;
  }

  /** Enters a structure. @param bytes of its head. @throws RangeError if it has been entered before. */
  enter(address: number, signature: string, bytes: number): void {
    if (this.#seen.has(address)) throw new RangeError(`two ways lead to the ${signature} at ${address}`);
    this.#seen.add(address);
    this.take(bytes);
    for (let i = 0; i < signature.length; i++)
      if (this.view.getUint8(address + i) !== signature.charCodeAt(i))
        throw new RangeError(`no ${signature} at ${address}`);
  }

  /** Counts bytes. @throws RangeError if the file cannot hold that many. */
  take(bytes: number): void {
    this.#left -= bytes;
    if (!(this.#left >= 0)) throw new RangeError('it describes more than the file can hold');
  }

  /** Reads an address. @returns undefined for "nowhere". */
  address(at: number): number | undefined {
    const address = this.view.getBigUint64(at, true);
    return address === nowhere ? undefined : Number(address);
  }

  /** Reads an unsigned integer of 0 to 8 bytes, the lowest first. */
  integer(at: number, bytes: number): number {
    let sum = 0;
    for (let i = bytes - 1; i >= 0; i--) sum = sum * 256 + this.view.getUint8(at + i);
    return sum;
  }
}
