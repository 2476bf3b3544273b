/** The sources of a data set: avatars with labels, or portraits with factors. */
import { createRandom } from '../../src/base/random.ts';
import { renderPixels } from './draw.ts';
import { drawFactors, type FactorValues, factors } from './portraits/factors.ts';
import { renderPortrait } from './portraits/render.ts';
import { columnsOf, drawLabels, type Labels } from './recipe.ts';
import { creditOf, findStyle } from './styles.ts';

export const recipeNames = ['avatars', 'portraits'] as const;
export type RecipeName = (typeof recipeNames)[number];

/** One picture: its RGB bytes and what they show, as labels or as factors. */
export interface Image {
  readonly shows: Labels | FactorValues;
  readonly pixels: Buffer;
}

export interface Source {
  /** Fields for `dataset.json`. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Columns of `labels.csv`, or null where each shard holds `factors.npy` instead. */
  readonly columns: readonly string[] | null;
  /** WebP's effort to save bytes, 0 to 6. */
  readonly effort: number;
  /** Draws an image; the same seed gives the same one. */
  draw(seed: number, size: number): Image;
}

/** @param style used for avatars only. @throws USAGE where there is no such style */
export function findSource(recipe: RecipeName, style: string): Source {
  return recipe === 'portraits' ? portraits : avatars(style);
}

const portraits: Source = {
  about: {
    recipe: 'portraits',
    credit: 'Portraits of Zscape, drawn by its own code (MIT)',
    factors: factors.map(({ draws: _, ...described }) => described),
  },
  columns: null,
  effort: 0,
  draw(seed, size) {
    const shows = drawFactors(seed);
    return { shows, pixels: renderPortrait(shows, size) };
  },
};

function avatars(name: string): Source {
  const { style, recipe } = findStyle(name);
  return {
    about: { recipe: 'avatars', style: name, credit: creditOf(style) },
    columns: columnsOf(recipe),
    effort: 4,
    draw(seed, size) {
      const shows = drawLabels(recipe, createRandom(seed));
      return { shows, pixels: renderPixels(shows, style, size) };
    },
  };
}
