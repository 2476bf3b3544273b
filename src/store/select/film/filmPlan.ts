/** Plans a film before it is made. Only code that makes films loads this file. */
import { type FrameLoop, frameCount, frameShare } from '../../../latent/curve/course.ts';
import { wayBetween } from '../../../latent/vector/interpolate.ts';
import { type FilmSource, filmBounds } from '../../state/film.ts';
import type { LoopMode, WalkEnd } from '../../state/journeys.ts';
import type { NetworkState } from '../../state/network.ts';
import type { State } from '../../state/state.ts';
import { presentEnd } from '../faces.ts';
import { courseOf, frameLoop, pathNetwork } from '../journey/pathCourse.ts';
import { walkEnds } from '../journey/walkFace.ts';
import { walkPaceOf } from '../journey/walkPace.ts';
import { bringsChanges } from '../network/network.ts';
import { spaceOf } from '../space.ts';
import { growthSweep } from './growthSweep.ts';
import { projectionSweep } from './projectionSweep.ts';
import { attributeSweep, mapSweep, type Sweep, sweptAttribute } from './sweeps.ts';

export interface FilmPlan {
  source: FilmSource;
  /** The first and the last face of the way; for a still, its face. */
  ends: readonly WalkEnd[];
  frames: number;
  fps: number;
  /** What the file's player does at the end; a closed path always starts again. */
  loop: LoopMode;
  /** The latent of a frame, float32 [point size]. */
  at(frame: number): Float32Array;
  /** The changes inside the network when the film is planned; later ones are not part of it. */
  network: NetworkState;
  /** The same for each frame, if it differs from frame to frame. */
  changesAt?(frame: number): NetworkState;
}

/** A way of faces and its length, from which the frames are taken. */
interface Way {
  ends: readonly WalkEnd[];
  at: Sweep['at'];
  changesAt?(share: number): NetworkState;
  seconds: number;
  fps: number;
  loop: LoopMode;
  frameLoop: FrameLoop;
}

/**
 * Returns the film's plan; null while its subject is incomplete: a walk without an end, a path without a second face, a
 * map without its corners.
 */
export function filmPlanOf(state: State): FilmPlan | null {
  const { source, frames: asked } = state.filmOf;
  if (source === 'still') return stillPlan(state);
  const way = wayOf(state, source);
  if (!way) return null;
  const { loop } = way;
  const fps = state.film.format === 'gif' ? Math.min(filmBounds.gifFps, way.fps) : way.fps;
  const frames = evenWhereItTurns(asked ?? frameCount(way.seconds, fps, way.frameLoop), way.frameLoop);
  const shareOf = (frame: number) => frameShare(frame, frames, way.frameLoop);
  const { changesAt } = way;
  return {
    ...{ source, ends: way.ends, frames, fps, loop, network: state.network },
    at: (frame) => way.at(shareOf(frame)),
    ...(changesAt && { changesAt: (frame) => changesAt(shareOf(frame)) }),
  };
}

/** There and back have equally many frames. */
function evenWhereItTurns(frames: number, loop: FrameLoop): number {
  return loop === 'there-and-back' ? Math.max(2, frames - (frames % 2)) : frames;
}

function stillPlan(state: State): FilmPlan | null {
  const end = presentEnd(state);
  if (!end) return null;
  const { network } = state;
  return { source: 'still', ends: [end], frames: 1, fps: 1, loop: 'once', network, at: () => end.z };
}

function wayOf(state: State, source: Exclude<FilmSource, 'still'>): Way | null {
  if (source === 'walk') return walkWay(state);
  if (source === 'path') return pathWay(state);
  const sweep = sweepOf(state, source);
  const { seconds, fps, loop } = state.film;
  return sweep && { ...sweep, seconds, fps, loop, frameLoop: oneWayUnlessBack(loop) };
}

function sweepOf(state: State, source: 'map' | 'attribute' | 'growth' | 'projection') {
  if (source === 'projection') return projectionSweep(state);
  if (source === 'growth') return growthSweep(state);
  return source === 'map' ? mapSweep(state) : attributeSweep(state);
}

function walkWay(state: State): Way | null {
  const { model, walk, film } = state;
  const ends = walkEnds(state);
  if (!model || !ends) return null;
  const { seconds, loop, method } = walk;
  const { positionAt } = walkPaceOf(state);
  const between = wayBetween(method, ends.a.z, ends.b.z, spaceOf(model));
  return {
    ends: [ends.a, ends.b],
    at: (share) => between(positionAt(share)),
    seconds,
    fps: film.fps,
    loop,
    frameLoop: oneWayUnlessBack(loop),
  };
}

function pathWay(state: State): Way | null {
  const { keys, fps, closed, loop } = state.path;
  const [first, last] = [keys[0], keys.at(-1)];
  const course = courseOf(state);
  if (!first || !last || !course) return null;
  const networkAt = (share: number) => pathNetwork(state, course.positionAt(share * course.duration));
  return {
    ends: [first, last],
    at: (share) => course.at(share * course.duration),
    ...(bringsChanges(state.path) && { changesAt: (share) => networkAt(share) ?? state.network }),
    seconds: course.duration,
    fps,
    loop: closed ? 'loop' : loop,
    frameLoop: frameLoop(state.path),
  };
}

/** Returns how the frames of a way that is not closed follow each other. */
export function oneWayUnlessBack(loop: LoopMode): FrameLoop {
  return loop === 'there-and-back' ? 'there-and-back' : 'one-way';
}

/** Returns what can be exported now. */
export function filmSourcesOf(state: State): FilmSource[] {
  const { face, model, path } = state;
  if (!face || !model) return [];
  return [
    'walk',
    ...(path.keys.length > 1 ? (['path'] as const) : []),
    ...(mapSweep(state) ? (['map'] as const) : []),
    ...(sweptAttribute(state) ? (['attribute'] as const) : []),
    ...(growthSweep(state) ? (['growth'] as const) : []),
    ...(projectionSweep(state) ? (['projection'] as const) : []),
    'still',
  ];
}
