/** Writes pieces of a file in the order of the calls, whichever is ready first. */
import type { FilmSink } from '../contract.ts';

/** Bytes of pixels of all frames in progress. */
const makingBytes = 16 << 20;

/**
 * Returns how many frames may be in progress: enough for workers to have their next one even if the system delays
 * messages, and fewer if each needs much memory.
 */
export const framesInFlight = (width: number, height: number): number =>
  Math.max(3, Math.min(12, Math.floor(makingBytes / (4 * width * height))));

export class OrderedWriter {
  readonly #sink: FilmSink;
  readonly #most: number;
  #position: number;
  #last: Promise<void> = Promise.resolve();
  #waiting: Promise<void>[] = [];
  #ended = false;

  /** @param most pieces that may be in progress. @param position at which the first goes */
  constructor(sink: FilmSink, most = 1, position = 0) {
    this.#sink = sink;
    this.#most = most;
    this.#position = position;
  }

  /** Position of the next piece, once all before it are written. */
  get position(): number {
    return this.#position;
  }

  /** Resolves when there is room for another piece. @throws the error of an earlier piece, or of the sink */
  async add(piece: Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>): Promise<void> {
    const ready = Promise.resolve(piece);
    ready.catch(() => {}); // reported in its turn
    const written = this.#last.then(async () => {
      const bytes = await ready;
      if (this.#ended || bytes.length === 0) return;
      const at = this.#position;
      this.#position += bytes.length;
      await this.#sink.write(at, bytes);
    });
    written.catch(() => {}); // reported to the next caller that adds or finishes
    this.#last = written;
    this.#waiting.push(written);
    while (this.#waiting.length >= this.#most) await this.#waiting.shift();
  }

  /** Resolves when everything is written. */
  async finish(): Promise<void> {
    this.#waiting = [];
    await this.#last;
  }

  /** Stops writing. */
  end(): void {
    this.#ended = true;
  }
}
