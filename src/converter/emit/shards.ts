/** Divides one long sequence of bytes into files. */

/** Small enough for browsers and proxies to cache each, and for the progress bar to move. */
const shardBytes = 4 * 2 ** 20;

export interface Shard {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class ShardWriter {
  readonly shards: readonly Shard[];
  #shard = 0;
  #at = 0;

  /** @param total bytes that will be written, known in advance so that each shard is allocated once. */
  constructor(total: number) {
    const count = Math.max(1, Math.ceil(total / shardBytes));
    this.shards = Array.from({ length: count }, (_, i) => ({
      path: `group1-shard${i + 1}of${count}.bin`,
      bytes: new Uint8Array(Math.min(shardBytes, total - i * shardBytes)),
    }));
  }

  write(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      const shard = this.shards[this.#shard]!.bytes;
      const piece = bytes.subarray(from, from + shard.length - this.#at);
      shard.set(piece, this.#at);
      from += piece.length;
      this.#at += piece.length;
      if (this.#at === shard.length && this.#shard < this.shards.length - 1) {
        this.#shard++;
        this.#at = 0;
      }
    }
  }
}
