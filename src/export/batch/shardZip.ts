/**
 * One file of a batch: a .zip that is written while its pictures arrive, so only those in progress are in memory.
 * Pictures are already compressed and are stored unchanged; `latents.npy` and `metadata.csv` come after them, and
 * `network.json` if something is changed inside the network.
 */
import { Zip, ZipPassThrough } from 'fflate';
import { writeNpy } from '../npy.ts';

const picturesFolder = 'pictures/';

export class ShardZip {
  readonly #zip: Zip;
  readonly #mtime: number;
  #failure: Error | null = null;
  #bytes = 0;

  /**
   * @param write takes the next bytes of the file and may keep them
   * @param time of every entry, in milliseconds since 1970
   */
  constructor(write: (bytes: Uint8Array<ArrayBuffer>) => void, time: number) {
    // The format's dates start in 1980.
    this.#mtime = Math.max(time, Date.UTC(1980, 0, 2));
    this.#zip = new Zip((error, chunk) => {
      this.#failure ??= error;
      if (!chunk) return;
      this.#bytes += chunk.length;
      write(chunk as Uint8Array<ArrayBuffer>);
    });
  }

  /** Bytes of the file so far. */
  get bytes(): number {
    return this.#bytes;
  }

  addPicture(name: string, bytes: Uint8Array): void {
    this.#add(`${picturesFolder}${name}`, bytes);
  }

  /**
   * Adds the data after the pictures and ends the file.
   * @param latents row major, float32 [n, size], in the order of the pictures
   * @param changes inside the network, as JSON; null for none
   */
  finish(latents: Float32Array, size: number, table: string, changes: string | null = null): void {
    this.#add('latents.npy', writeNpy(latents, [latents.length / size, size]));
    this.#add('metadata.csv', new TextEncoder().encode(table));
    if (changes !== null) this.#add('network.json', new TextEncoder().encode(changes));
    this.#zip.end();
    if (this.#failure) throw this.#failure;
  }

  #add(name: string, bytes: Uint8Array): void {
    const entry = new ZipPassThrough(name);
    entry.mtime = this.#mtime;
    this.#zip.add(entry);
    entry.push(bytes, true);
    if (this.#failure) throw this.#failure;
  }
}
