/** An APNG of frames that arrive one after the other; for each, only the changed part is written. */
import type { FilmSettings, FilmSink } from '../../contract.ts';
import { framesInFlight, OrderedWriter } from '../orderedWriter.ts';
import { animationAt, animationChunk, frameChunks, pngEnd, pngHead } from './blocks.ts';
import { changedPart, cutPart } from './changedPart.ts';
import type { Packers } from './packers.ts';

export class ApngFilm {
  readonly #settings: FilmSettings;
  readonly #sink: FilmSink;
  readonly #packers: Packers;
  readonly #writer: OrderedWriter;
  #before: Uint8ClampedArray<ArrayBuffer> | null = null;
  #count = 0;

  constructor(settings: FilmSettings, sink: FilmSink, packers: Packers) {
    this.#settings = settings;
    this.#sink = sink;
    this.#packers = packers;
    this.#writer = new OrderedWriter(sink, framesInFlight(settings.width, settings.height));
  }

  /** @param rgba the film keeps it */
  async add(rgba: Uint8ClampedArray<ArrayBuffer>): Promise<void> {
    const { width, height, alpha, fps, frames, loop, recipe } = this.#settings;
    const index = this.#count++;
    if (index === 0)
      await this.#writer.add(pngHead(width, height, alpha, recipe, [animationChunk(frames, loop)]));
    const part = changedPart(rgba, this.#before, width, height);
    this.#before = rgba;
    const packed = this.#packers.pack(cutPart(rgba, width, part), part.width, alpha);
    await this.#writer.add(packed.then((data) => frameChunks(index, part, fps, data)));
  }

  async finish(): Promise<void> {
    const { frames, loop } = this.#settings;
    await this.#writer.add(pngEnd());
    await this.#writer.finish();
    if (this.#count !== frames) await this.#sink.write(animationAt, animationChunk(this.#count, loop));
  }

  end(): void {
    this.#writer.end();
  }
}
