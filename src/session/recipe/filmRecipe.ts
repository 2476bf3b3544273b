/** The part of the Export dialog that a file stores, and the dialog restored from it. */
import * as v from 'valibot';
import type { FilmSettings } from '../../export/film/contract.ts';
import { fitsInside } from '../../export/recipe/limits.ts';
import { type FilmOf, type FilmSource, filmBounds, filmSchema } from '../../store/state/film.ts';
import type { State } from '../../store/state/state.ts';
import { recipeOf } from './recipe.ts';
import type { Made } from './recipeSchema.ts';

const shown = {
  walk: 'walk',
  path: 'path',
  map: 'map',
  attribute: 'attribute',
  growth: 'growth',
  projection: 'projection',
  still: 'face',
} as const satisfies Record<FilmSource, Made['shows']>;

/** How a film is made. */
type FilmMade = Pick<FilmSettings, 'width' | 'height'> &
  Partial<Pick<FilmSettings, 'frames' | 'fps' | 'loop' | 'quality' | 'alpha'>> & { format: string };

/** The recipe inside a file, or in a separate file beside it; both are null if the user does not want one. */
export interface FilmRecipe {
  inside: string | null;
  beside: string | null;
}

/** Makes the recipe of a film or a still, and decides whether it fits inside the file. */
export function filmRecipe(
  state: State,
  { format, width, height, frames, fps, loop, quality, alpha }: FilmMade,
): FilmRecipe {
  const { film, filmOf } = state;
  if (!film.recipe) return { inside: null, beside: null };
  const { recipe: _, ...choices } = film;
  const text = recipeOf(state, {
    ...{ shows: shown[filmOf.source], format, width, height },
    ...(frames !== undefined && { frames, fps, loop, quality }),
    ...(alpha !== undefined && { alpha }),
    choices,
    asked: filmOf.frames,
    attribute: filmOf.attribute,
  });
  return fitsInside(text) ? { inside: text, beside: null } : { inside: null, beside: text };
}

const filmOfSchema = v.object({
  asked: v.nullable(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(filmBounds.frames.lowest),
      v.maxValue(filmBounds.frames.highest),
    ),
  ),
  attribute: v.nullable(v.pipe(v.string(), v.maxLength(300))),
});

/**
 * Returns the Export dialog's state when the file was made; empty if the file does not describe it in a form that the
 * dialog knows.
 */
export function dialogOf(made: Made, { film }: Pick<State, 'film'>): Partial<Pick<State, 'film' | 'filmOf'>> {
  const { choices } = made;
  if (typeof choices !== 'object' || choices === null) return {};
  const asked = v.safeParse(filmSchema, { ...choices, recipe: film.recipe });
  const of = v.safeParse(filmOfSchema, made);
  const source = Object.entries(shown).find(([, shows]) => shows === made.shows)?.[0] as
    | FilmSource
    | undefined;
  if (!asked.success || !of.success || source === undefined) return {};
  const filmOf: FilmOf = { source, frames: of.output.asked, attribute: of.output.attribute };
  return { film: asked.output, filmOf };
}
