/** The path of the state as a course in time, and the face that it shows when. Only loaded where paths are. */
import { type Course, createCourse, type FrameLoop } from '../../latent/curve/course.ts';
import type { Path, PathMeasure } from '../state/journeys.ts';
import type { Face, State } from '../state/state.ts';

type PathState = Pick<State, 'model' | 'path' | 'pathMeasure'>;

/** True when a measurement is of this very path. */
export function measureFits(measure: PathMeasure | null, { model, path }: PathState): measure is PathMeasure {
  return (
    measure !== null &&
    measure.model === model?.id &&
    measure.curve === path.curve &&
    measure.closed === path.closed &&
    measure.keys.length === path.keys.length &&
    measure.keys.every((z, index) => z === path.keys[index]?.z)
  );
}

interface Made {
  state: PathState;
  course: Course;
}

let last: Made | null = null;

/**
 * The course of the path, or null while it has fewer than two keys. The same one as long as nothing but the time changed.
 * @param even false for the course as it is without constant perceptual speed
 */
export function courseOf(state: PathState, even: boolean = state.path.even): Course | null {
  const { model, path, pathMeasure } = state;
  if (!model || path.keys.length < 2) return null;
  if (even === path.even && last && sameCourse(last.state, state)) return last.course;
  const course = createCourse(path.keys, {
    curve: path.curve,
    closed: path.closed,
    normalised: model.latent.normalised,
    seconds: path.seconds,
    measured: even && measureFits(pathMeasure, state) ? pathMeasure : null,
  });
  if (even === path.even) last = { state, course };
  return course;
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

/** The face of the path at a time; keys keep their seeds. Null while there is no way. */
export function pathFace(state: PathState, time: number): Face | null {
  const course = courseOf(state);
  if (!course) return null;
  const position = course.positionAt(time);
  const key = Number.isInteger(position) ? state.path.keys[position % state.path.keys.length] : undefined;
  if (key) return { seed: key.seed, origin: key.z, z: key.z };
  const z = course.at(time);
  return { seed: null, origin: z, z };
}

/** How the path's frames go round in a GIF. */
export function frameLoop({ closed, loop }: Pick<Path, 'closed' | 'loop'>): FrameLoop {
  if (closed) return 'closed';
  return loop === 'there-and-back' ? 'there-and-back' : 'one-way';
}
