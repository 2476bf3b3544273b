/**
 * A contact sheet: all frames side by side in one PNG, which is written row by row, so only one row of frames is in
 * memory.
 */
import { ZscapeError } from '../../../../base/errors.ts';
import { pngChunk } from '../../../pngChunk.ts';
import type { FilmSettings, FilmSink } from '../../contract.ts';
import { OrderedWriter } from '../orderedWriter.ts';
import { pngEnd, pngHead } from './blocks.ts';
import { RowFilter } from './filterRows.ts';

/** The longest side that viewers show. */
const longestSide = 32_767;

/** Returns the chosen columns, otherwise as many as make the sheet about square. */
export const sheetColumns = ({ frames, columns }: Pick<FilmSettings, 'frames' | 'columns'>): number =>
  Math.max(1, Math.min(frames, columns ?? Math.ceil(Math.sqrt(frames))));

export class ContactSheet {
  readonly #settings: FilmSettings;
  readonly #columns: number;
  readonly #writer: OrderedWriter;
  readonly #filter: RowFilter;
  readonly #packer = new CompressionStream('deflate');
  readonly #input = this.#packer.writable.getWriter();
  /** Passes the packer's output to the writer. */
  readonly #output: Promise<void>;
  #row: Uint8ClampedArray<ArrayBuffer>;
  #count = 0;

  /** @throws EXPORT_FAILED for a sheet that no viewer could show */
  constructor(settings: FilmSettings, sink: FilmSink) {
    const { width, height, frames, alpha, recipe } = settings;
    this.#settings = settings;
    this.#columns = sheetColumns(settings);
    const sheet = { width: width * this.#columns, height: height * Math.ceil(frames / this.#columns) };
    if (Math.max(sheet.width, sheet.height) > longestSide) {
      throw new ZscapeError(
        'EXPORT_FAILED',
        `A contact sheet of ${sheet.width} × ${sheet.height} pixels is too large: each side can have at most ${longestSide}. Choose fewer or smaller frames.`,
      );
    }
    this.#writer = new OrderedWriter(sink);
    this.#filter = new RowFilter(sheet.width, alpha);
    this.#row = this.#emptyRow();
    this.#output = this.#pump(pngHead(sheet.width, sheet.height, alpha, recipe));
    this.#output.catch(() => {}); // reported at the end
  }

  async add(rgba: Uint8ClampedArray<ArrayBuffer>): Promise<void> {
    const { width, height } = this.#settings;
    const column = this.#count++ % this.#columns;
    for (let y = 0; y < height; y++) {
      const from = 4 * y * width;
      this.#row.set(rgba.subarray(from, from + 4 * width), 4 * width * (y * this.#columns + column));
    }
    if (column === this.#columns - 1) await this.#pack();
  }

  async finish(): Promise<void> {
    const { frames } = this.#settings;
    if (this.#count % this.#columns > 0) await this.#pack();
    // If fewer frames arrive than announced, the rest of the sheet stays empty.
    while (this.#count < Math.ceil(frames / this.#columns) * this.#columns) {
      this.#count += this.#columns - (this.#count % this.#columns);
      if (this.#count < frames) await this.#pack();
    }
    await this.#input.close();
    await this.#output;
    await this.#writer.add(pngEnd());
    await this.#writer.finish();
  }

  end(): void {
    this.#writer.end();
    void this.#input.abort().catch(() => undefined);
  }

  async #pack(): Promise<void> {
    const filtered = this.#filter.filter(this.#row);
    this.#row = this.#emptyRow();
    await this.#input.write(filtered);
  }

  async #pump(head: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#writer.add(head);
    const reader = this.#packer.readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      await this.#writer.add(pngChunk('IDAT', value));
    }
  }

  /** White if nothing may be transparent. */
  #emptyRow(): Uint8ClampedArray<ArrayBuffer> {
    const { width, height, alpha } = this.#settings;
    return new Uint8ClampedArray(4 * width * this.#columns * height).fill(alpha ? 0 : 255);
  }
}
