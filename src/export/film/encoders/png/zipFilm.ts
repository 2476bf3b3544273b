/** A zip with one PNG per frame, which is written as it grows. Nothing in it is compressed again. */
import { strToU8, Zip, ZipPassThrough } from 'fflate';
import { ZscapeError } from '../../../../base/errors.ts';
import { joinBytes } from '../../../../base/joinBytes.ts';
import { pngChunk } from '../../../pngChunk.ts';
import { recipeFileName } from '../../../recipe/limits.ts';
import type { FilmSettings, FilmSink } from '../../contract.ts';
import { framesInFlight, OrderedWriter } from '../orderedWriter.ts';
import { pngEnd, pngHead } from './blocks.ts';
import type { Packers } from './packers.ts';

/** The limits of ordinary zips: entries, and bytes. */
const mostEntries = 65_000;
const mostBytes = 2 ** 32 - 2 ** 26;

export class PngZip {
  readonly #settings: FilmSettings;
  readonly #packers: Packers;
  readonly #writer: OrderedWriter;
  readonly #zip: Zip;
  /** The zip's output since it was last taken. */
  #given: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;
  #count = 0;

  constructor(settings: FilmSettings, sink: FilmSink, packers: Packers) {
    if (settings.frames > mostEntries) {
      throw new ZscapeError(
        'EXPORT_FAILED',
        `A zip cannot hold ${settings.frames} pictures: choose ${mostEntries} frames or fewer, or another format.`,
      );
    }
    this.#settings = settings;
    this.#packers = packers;
    this.#writer = new OrderedWriter(sink, framesInFlight(settings.width, settings.height));
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.#given.push(new Uint8Array(chunk));
    });
  }

  /** @param rgba the film keeps it */
  async add(rgba: Uint8ClampedArray<ArrayBuffer>): Promise<void> {
    const { width, height, alpha, recipe, frames } = this.#settings;
    const name = `frame-${String(++this.#count).padStart(String(frames).length, '0')}.png`;
    const packed = this.#packers.pack(rgba, width, alpha);
    await this.#writer.add(
      this.#entry(
        name,
        packed.then((data) =>
          joinBytes([pngHead(width, height, alpha, recipe), pngChunk('IDAT', data), pngEnd()]),
        ),
      ),
    );
  }

  async finish(): Promise<void> {
    const { recipe } = this.#settings;
    if (recipe !== null)
      await this.#writer.add(this.#entry(recipeFileName, Promise.resolve(strToU8(recipe))));
    await this.#last;
    this.#zip.end();
    await this.#writer.add(this.#take());
    await this.#writer.finish();
  }

  end(): void {
    this.#writer.end();
  }

  /** The zip needs its entries one after the other, whichever is ready first. */
  #last: Promise<unknown> = Promise.resolve();

  #entry(name: string, content: Promise<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
    const before = this.#last;
    const put = async (): Promise<Uint8Array<ArrayBuffer>> => {
      const bytes = await content;
      await before;
      this.#bytes += bytes.length;
      if (this.#bytes > mostBytes) {
        throw new ZscapeError(
          'EXPORT_FAILED',
          `A zip can hold at most 4 GB, and ${name} no longer fits. Choose fewer or smaller frames.`,
        );
      }
      const entry = new ZipPassThrough(name);
      this.#zip.add(entry);
      entry.push(bytes, true);
      return this.#take();
    };
    const done = put();
    this.#last = done.catch(() => {}); // reported by the writer
    return done;
  }

  #take(): Uint8Array<ArrayBuffer> {
    return joinBytes(this.#given.splice(0));
  }
}
