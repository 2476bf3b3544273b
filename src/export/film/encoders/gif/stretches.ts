/**
 * A GIF of frames that arrive one after the other. One palette serves as many of them as fit in memory: usually the whole
 * film; a longer one is divided into stretches. With a palette per frame, each frame is a stretch.
 */
import type { FilmSettings, FilmSink } from '../../contract.ts';
import { framesInFlight, OrderedWriter } from '../orderedWriter.ts';
import type { Bands } from './bands.ts';
import { gifTrailer } from './blocks.ts';
import { GifFilm, mostColours, toleranceOf } from './gifFilm.ts';
import { ColourCount } from './histogram.ts';
import { findPalette } from './palette.ts';

/** Bytes of the frames waiting for their palette. */
const stretchBytes = 48 << 20;

export class StretchedGif {
  readonly #film: GifFilm;
  readonly #writer: OrderedWriter;
  readonly #colours = new ColourCount();
  readonly #longest: number;
  #waiting: Uint8ClampedArray<ArrayBuffer>[] = [];
  #written = 0;
  #onlyStretch = true;

  constructor(settings: FilmSettings, sink: FilmSink, bands: Bands, bytes = stretchBytes) {
    const { width, height, quality, gif } = settings;
    this.#film = new GifFilm(bands, settings, { width, height, tolerance: toleranceOf(quality), step: 1 });
    this.#writer = new OrderedWriter(sink, framesInFlight(width, height));
    this.#longest = gif?.palette === 'per-frame' ? 1 : Math.max(1, Math.floor(bytes / (4 * width * height)));
  }

  /** @param rgba the film keeps it */
  async add(rgba: Uint8ClampedArray<ArrayBuffer>): Promise<void> {
    this.#colours.add(rgba);
    this.#waiting.push(rgba);
    if (this.#waiting.length >= this.#longest) await this.#encode();
  }

  async finish(onProgress?: (share: number) => void): Promise<void> {
    await this.#encode(onProgress);
    await this.#writer.add(gifTrailer);
    await this.#writer.finish();
  }

  end(): void {
    this.#waiting = [];
    this.#writer.end();
  }

  async #encode(onProgress?: (share: number) => void): Promise<void> {
    const frames = this.#waiting.splice(0);
    if (frames.length === 0) return;
    // A single frame is shown well enough after one round; a palette for many is worth more rounds.
    const palette = findPalette(this.#colours.take(), mostColours, frames.length === 1 ? 1 : 4);
    const own = !this.#onlyStretch;
    this.#onlyStretch = false;
    for (const [i, rgba] of frames.entries()) {
      await this.#writer.add(this.#film.frame(rgba, this.#written++, palette, own));
      onProgress?.((i + 1) / frames.length);
    }
  }
}
