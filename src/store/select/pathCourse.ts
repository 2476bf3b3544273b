/** The path of the state as a course in time, and the face at each time. Only loaded by what deals with paths. */
import { type Course, createCourse, type FrameLoop } from '../../latent/curve/course.ts';
import type { Path, PathMeasure } from '../state/journeys.ts';
import type { Face, State } from '../state/state.ts';
import { faceOf, freeFace } from './faces.ts';
import { spaceOf } from './space.ts';

type PathState = Pick<State, 'model' | 'path' | 'pathMeasure'>;

/** The measured change along the path, or null when nothing, or another path, was measured. */
export function measureOf({ model, path, pathMeasure: measure }: PathState): PathMeasure | null {
  const fits =
    measure !== null &&
    measure.model === model?.id &&
    measure.curve === path.curve &&
    measure.closed === path.closed &&
    measure.keys.length === path.keys.length &&
    measure.keys.every((z, index) => z === path.keys[index]?.z);
  return fits ? measure : null;
}

/**
 * The course of the path, or null while it has fewer than two keys. The same course as long as only the time changes.
 */
export const courseOf = rememberCourse(({ path }) => path.even);

/** Like `courseOf`, but always without constant perceptual speed. */
export const plainCourseOf = rememberCourse(() => false);

function rememberCourse(isEven: (state: PathState) => boolean): (state: PathState) => Course | null {
  let last: { state: PathState; course: Course | null } | null = null;
  return (state) => {
    if (last && sameCourse(last.state, state)) return last.course;
    last = { state, course: makeCourse(state, isEven(state)) };
    return last.course;
  };
}

function makeCourse(state: PathState, even: boolean): Course | null {
  const { model, path } = state;
  if (!model || path.keys.length < 2) return null;
  return createCourse(path.keys, {
    curve: path.curve,
    closed: path.closed,
    ...spaceOf(model),
    seconds: path.seconds,
    measured: even ? measureOf(state) : null,
  });
}

function sameCourse(one: PathState, other: PathState): boolean {
  const [p, q] = [one.path, other.path];
  return (
    one.model === other.model &&
    one.pathMeasure === other.pathMeasure &&
    p.keys === q.keys &&
    p.curve === q.curve &&
    p.closed === q.closed &&
    p.even === q.even &&
    p.seconds === q.seconds
  );
}

/**
 * The face of the path at a time in seconds; faces at keys keep their seeds. Null while the path has fewer than two
 * keys.
 */
export function pathFace(state: PathState, time: number): Face | null {
  const course = courseOf(state);
  if (!course) return null;
  const position = course.positionAt(time);
  const key = Number.isInteger(position) ? state.path.keys[position % state.path.keys.length] : undefined;
  return key ? faceOf(key) : freeFace(course.at(time));
}

/** The index of the key that the path stands at or left last; 0 while there is none. */
export function currentKey(state: PathState): number {
  const course = courseOf(state);
  const { keys, time } = state.path;
  return course ? Math.floor(course.positionAt(time)) % keys.length : 0;
}

/** How the frames of the path repeat in a GIF. */
export function frameLoop({ closed, loop }: Pick<Path, 'closed' | 'loop'>): FrameLoop {
  if (closed) return 'closed';
  return loop === 'there-and-back' ? 'there-and-back' : 'one-way';
}
