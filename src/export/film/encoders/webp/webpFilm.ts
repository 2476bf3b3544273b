/** An animated WebP of frames that arrive one after the other; for each, only the changed part is encoded. */

import { webpRecipeChunk } from '../../../recipe/webpRecipe.ts';
import type { FilmSettings, FilmSink } from '../../contract.ts';
import { framesInFlight, OrderedWriter } from '../orderedWriter.ts';
import { changedPart, cutPart, type Part } from '../png/changedPart.ts';
import { frameTicks } from '../ticks.ts';
import type { WebpCalls } from './messages.ts';
import { webpFrame, webpHead, webpImage, webpLength, webpLengthAt } from './riff.ts';
import { noWebp } from './still.ts';

export interface Stills {
  encode(asked: WebpCalls['encode']['ask']): Promise<Uint8Array<ArrayBuffer>>;
  end(): void;
}

export class WebpFilm {
  readonly #settings: FilmSettings;
  readonly #sink: FilmSink;
  readonly #stills: Stills;
  readonly #writer: OrderedWriter;
  #before: Uint8ClampedArray<ArrayBuffer> | null = null;
  #count = 0;

  constructor(settings: FilmSettings, sink: FilmSink, stills: Stills) {
    this.#settings = settings;
    this.#sink = sink;
    this.#stills = stills;
    this.#writer = new OrderedWriter(sink, framesInFlight(settings.width, settings.height));
  }

  /** @param rgba the film keeps it */
  async add(rgba: Uint8ClampedArray<ArrayBuffer>): Promise<void> {
    const { width, height, alpha, fps, quality, recipe, loop } = this.#settings;
    const index = this.#count++;
    if (index === 0)
      await this.#writer.add(webpHead({ width, height, alpha, loop, recipe: recipe !== null }));
    const part = evenPart(changedPart(rgba, this.#before, width, height));
    this.#before = rgba;
    const pixels = cutPart(rgba, width, part);
    const still = this.#stills.encode({
      ...{ rgba: pixels, width: part.width, height: part.height, quality, alpha },
    });
    await this.#writer.add(
      still.then((file) => {
        const image = webpImage(file);
        if (!image) throw noWebp();
        return webpFrame(part, frameTicks(index, fps, 1000), image);
      }),
    );
  }

  async finish(): Promise<void> {
    const { recipe } = this.#settings;
    if (recipe !== null) await this.#writer.add(webpRecipeChunk(recipe));
    await this.#writer.finish();
    await this.#sink.write(webpLengthAt, webpLength(this.#writer.position));
  }

  end(): void {
    this.#writer.end();
  }
}

/** Frames can begin only at even positions. */
function evenPart({ left, top, width, height }: Part): Part {
  return {
    left: left - (left % 2),
    top: top - (top % 2),
    width: width + (left % 2),
    height: height + (top % 2),
  };
}
