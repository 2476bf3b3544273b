/** A GIF's bytes, frame by frame, for given frames and palettes. */
import { joinBytes } from '../../../../base/joinBytes.ts';
import { gifRecipeBlock } from '../../../recipe/gifRecipe.ts';
import type { FilmSettings } from '../../contract.ts';
import { frameTicks } from '../ticks.ts';
import type { Bands } from './bands.ts';
import { gifFrameBlock, gifHeader } from './blocks.ts';
import { blueNoise } from './blueNoise.ts';
import type { Palette } from './palette.ts';

/** One of the 256 colours is the transparent one. */
export const mostColours = 255;
/** The largest distance in OkLab that the lowest quality allows. */
const coarsest = 0.03;

/** Returns how far a pixel's colour may be from the nearest one, by quality from 0 to 1. */
export const toleranceOf = (quality: number): number => coarsest * (1 - quality);

export interface FilmShape {
  width: number;
  height: number;
  tolerance: number;
  /** One frame in this many is kept; the others are left out. */
  step: number;
}

export class GifFilm {
  readonly #bands: Bands;
  readonly #settings: FilmSettings;
  readonly #shape: FilmShape;
  #first = true;

  constructor(bands: Bands, settings: FilmSettings, shape: FilmShape) {
    const { width, height, tolerance } = shape;
    const { alpha, gif } = settings;
    this.#bands = bands;
    this.#settings = settings;
    this.#shape = shape;
    bands.start({
      width,
      height,
      tolerance,
      alpha,
      noise: gif?.dither === 'blue-noise' ? blueNoise() : null,
    });
  }

  /**
   * Returns the bytes of the next frame; the first one is preceded by the header, the recipe and the palette of all
   * frames without their own.
   * @param index of the frame among all, kept or not. @param own whether the palette is this frame's own
   */
  async frame(
    rgba: Uint8ClampedArray<ArrayBuffer>,
    index: number,
    palette: Palette,
    own: boolean,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { width, height } = this.#shape;
    const { loop, recipe, alpha } = this.#settings;
    const first = this.#first;
    this.#first = false;
    const data = await this.#bands.encode(rgba, palette);
    const block = gifFrameBlock({
      ...{ width, height, data, ticks: this.#ticks(index), cleared: alpha },
      ...{ own: own && !first ? palette : null, colours: palette.count },
    });
    if (!first) return block;
    const written = recipe === null ? [] : [gifRecipeBlock(recipe)];
    return joinBytes([gifHeader(width, height, loop, palette), ...written, block]);
  }

  /** The time until the next kept frame. */
  #ticks(index: number): number {
    const { fps, frames } = this.#settings;
    let ticks = 0;
    const end = Math.max(index + 1, Math.min(index + this.#shape.step, frames));
    for (let i = index; i < end; i++) ticks += frameTicks(i, fps, 100);
    return ticks;
  }
}
