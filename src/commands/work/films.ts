/** The Export dialog's commands. The code that makes films is loaded when it is first opened. */
import { durationOfFrames } from '../../latent/curve/course.ts';
import type { FormatHere } from '../../session/export/film/formatsHere.ts';
import type { FilmEstimate, FilmPreview } from '../../session/export/film/previewFilm.ts';
import type { FilmHooks, SavedFilm } from '../../session/export/film/saveFilm.ts';
import { oneWayUnlessBack } from '../../store/select/film/filmPlan.ts';
import { courseOf, frameLoop } from '../../store/select/journey/pathCourse.ts';
import { type FilmChoices, type FilmSource, filmBounds } from '../../store/state/film.ts';
import { type LoopMode, pathLimits, walkSeconds } from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';
import { setEven, setPathFps, setPathLoop, setPathSeconds } from '../journey/path.ts';
import { completeWalk, setLoop, setWalkEven, setWalkSeconds } from '../journey/walk.ts';

const saving = () => import('../../session/export/film/saveFilm.ts');
const previewing = () => import('../../session/export/film/previewFilm.ts');

export const changeFilm: Command<[change: Partial<FilmChoices>]> = {
  name: 'Export settings',
  undo: 'none',
  perform: ({ store }, change) => store.setState(({ film }) => ({ film: { ...film, ...change } })),
};

/** Chooses the subject of the export. A walk gets its missing ends. */
export const setFilmSource: Command<[source: FilmSource]> = {
  name: 'What is exported',
  undo: 'joins',
  perform: (session, source) => {
    if (source === 'walk') completeWalk.perform(session);
    session.store.setState(({ filmOf }) => ({ filmOf: { ...filmOf, source, frames: null } }));
  },
};

/** Chooses the attribute of a sweep. */
export const setFilmAttribute: Command<[id: string]> = {
  name: 'Attribute of the film',
  undo: 'none',
  perform: ({ store }, id) => store.setState(({ filmOf }) => ({ filmOf: { ...filmOf, attribute: id } })),
};

/** Makes the way as long as this many frames take. A length beyond the panel's limits applies to the film alone. */
export const setFilmFrames: Command<[frames: number]> = {
  name: 'Frames',
  undo: { drag: () => 'film frames' },
  perform: (session, frames) => {
    const { store } = session;
    const length = lengthOf(store.getState(), frames);
    store.setState(({ filmOf }) => ({ filmOf: { ...filmOf, frames: length.fits ? null : frames } }));
    if (!length.fits) return;
    const { source } = store.getState().filmOf;
    if (source === 'walk') setWalkSeconds.perform(session, length.seconds);
    else if (source === 'path') setPathSeconds.perform(session, length.seconds);
    else changeFilm.perform(session, { seconds: length.seconds });
  },
};

/** Returns the length of that many frames, and whether the panel's limits allow it. */
function lengthOf(state: State, frames: number): { seconds: number; fits: boolean } {
  const { path, walk, film, filmOf } = state;
  if (filmOf.source === 'path') {
    const held = (courseOf(state)?.duration ?? path.seconds) - path.seconds;
    const seconds = durationOfFrames(frames, path.fps, frameLoop(path)) - held;
    return { seconds, fits: within(seconds, pathLimits.seconds) };
  }
  const isWalk = filmOf.source === 'walk';
  const loop = oneWayUnlessBack(isWalk ? walk.loop : film.loop);
  const seconds = durationOfFrames(frames, film.fps, loop);
  return { seconds, fits: within(seconds, isWalk ? walkSeconds : filmBounds.seconds) };
}

function within(value: number, { lowest, highest }: { lowest: number; highest: number }): boolean {
  return value >= lowest && value <= highest;
}

/** Sets the frames per second. The length stays, unless the film has its own number of frames. */
export const setFilmFps: Command<[fps: number]> = {
  name: 'Frame rate',
  undo: { drag: () => 'film fps' },
  perform: (session, fps) => {
    if (session.store.getState().filmOf.source === 'path') setPathFps.perform(session, fps);
    else changeFilm.perform(session, { fps });
  },
};

/** Sets what happens at the end; for a walk and a path this changes their panels' setting. */
export const setFilmLoop: Command<[loop: LoopMode]> = {
  name: 'Repeat',
  undo: 'step',
  perform: (session, loop) => {
    const { source } = session.store.getState().filmOf;
    if (source === 'walk') setLoop.perform(session, loop);
    else if (source === 'path') setPathLoop.perform(session, loop);
    else changeFilm.perform(session, { loop });
  },
};

/** Turns constant speed of the walk or of the path on or off. */
export const setFilmEven: Command<[even: boolean]> = {
  name: 'Constant speed',
  undo: 'step',
  perform: (session, even) => {
    const { source } = session.store.getState().filmOf;
    if (source === 'walk') setWalkEven.perform(session, even);
    else if (source === 'path') setEven.perform(session, even);
  },
};

/** Renders and encodes the film off the page's thread, saves it, and resolves to the saved film. */
export const exportFilm: Command<[hooks: FilmHooks], Promise<SavedFilm>> = {
  name: 'Export',
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session, hooks) => (await saving()).saveFilm(session, hooks),
};

/** Exports the current picture with the dialog's settings. */
export const exportStill: Command<[], Promise<SavedFilm>> = {
  name: 'Export',
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session) => (await import('../../session/export/film/saveStill.ts')).saveStill(session),
};

/** Finds the formats that this browser can write. */
export const findFormats: Command<[], Promise<FormatHere[]>> = {
  name: 'Formats of this browser',
  undo: 'none',
  showsOwnErrors: true,
  perform: async () => (await import('../../session/export/film/formatsHere.ts')).formatsHere(),
};

/** Renders the first frames as the film will show them. */
export const previewFilm: Command<[signal: AbortSignal], Promise<FilmPreview>> = {
  name: 'Preview the film',
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session, signal) => (await previewing()).previewFilm(session, signal),
};

/** Estimates the film's size, and how long it will take to make. */
export const estimateFilm: Command<[signal: AbortSignal], Promise<FilmEstimate>> = {
  name: 'Estimate the film',
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session, signal) => (await previewing()).estimateFilm(session, signal),
};
