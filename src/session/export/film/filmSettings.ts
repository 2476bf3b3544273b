/** The settings of the film's worker, derived from the state. */
import { ZscapeError } from '../../../base/errors.ts';
import { filmFileName } from '../../../export/fileNames.ts';
import type { FilmFormat, FilmSettings } from '../../../export/film/contract.ts';
import type { FilmLook } from '../../../export/film/look.ts';
import { type FilmPlan, filmPlanOf } from '../../../store/select/film/filmPlan.ts';
import { filmPixels } from '../../../store/select/film/filmSize.ts';
import type { State } from '../../../store/state/state.ts';

/** Formats whose frames may be transparent. */
const canSeeThrough: readonly FilmFormat[] = ['webp', 'apng', 'png-frames', 'contact-sheet'];

const extensions: Record<FilmFormat, string> = {
  gif: 'gif',
  mp4: 'mp4',
  webm: 'webm',
  webp: 'webp',
  apng: 'png',
  'png-frames': 'zip',
  'contact-sheet': 'png',
};

/** Returns the plan of the film. @throws EXPORT_FAILED with the reason why there is none */
export function planOf(state: State): FilmPlan {
  const plan = state.model && filmPlanOf(state);
  if (plan) return plan;
  const missing = {
    walk: 'A walk needs two faces. Set A and B in the Walk panel first.',
    path: 'A path needs at least two faces. Add them in the Path panel first.',
    map: 'The map does not have enough corners yet. Add some in the Map panel first.',
    attribute: 'There is no attribute to move along yet. Find some in the Attributes panel first.',
    growth: 'This model has only its last head, so its growth cannot be shown. Choose another model first.',
    projection: 'There has been no search in this visit. Find a face in the Photo panel first.',
    still: 'There is no face yet to export.',
  }[state.filmOf.source];
  throw new ZscapeError('EXPORT_FAILED', missing);
}

/** Returns the settings of the film's worker. @param recipe the text to put into the file, or null */
export function filmSettings(state: State, plan: FilmPlan, recipe: string | null): FilmSettings {
  const { film } = state;
  return {
    format: film.format,
    ...filmPixels(state),
    fps: plan.fps,
    frames: plan.frames,
    loop: plan.loop !== 'once',
    quality: film.quality,
    alpha: film.seeThrough && canSeeThrough.includes(film.format),
    recipe,
    ...(film.format === 'gif' && { gif: film.gif }),
  };
}

/** Returns the film's appearance. @param alpha whether transparency is kept */
export function filmLook(state: State, plan: FilmPlan, alpha: boolean): FilmLook {
  const { scaling, background, caption } = state.film;
  const names = plan.ends.map(({ name }) => name);
  return {
    scaling,
    background: alpha ? null : background,
    caption: caption ? names.join(' → ') : null,
  };
}

/** Returns the name of the film's file. */
export function nameOf({ model, film }: State, { source, ends, frames }: FilmPlan): string {
  const [a, b] = ends.map(({ seed }) => seed);
  const told = source === 'walk' && typeof a === 'number' && typeof b === 'number';
  const extension = extensions[film.format];
  return filmFileName(model?.id ?? '', source, frames, extension, told ? [a, b] : undefined);
}
