/** The path in the state as a course in time, and its face at each time. Only code that deals with paths loads this file. */
import { type Course, createCourse, type FrameLoop } from '../../../latent/curve/course.ts';
import type { Path, PathMeasure } from '../../state/journeys.ts';
import { initialNetwork, type NetworkState } from '../../state/network.ts';
import type { Face, State } from '../../state/state.ts';
import { faceOf, freeFace } from '../faces.ts';
import { bringsChanges } from '../network/network.ts';
import { networkBetween } from '../network/networkBetween.ts';
import { sameNetwork } from '../network/sameNetwork.ts';
import { spaceOf } from '../space.ts';

type PathState = Pick<State, 'model' | 'path' | 'pathMeasure'>;

/** Returns the measured change along the path, or null if nothing, another path or another network was measured. */
export function measureOf(state: PathState & Pick<State, 'network'>): PathMeasure | null {
  const measure = paceMeasureOf(state);
  const isSame = (network: NetworkState, key: number) =>
    sameNetwork(network, measure?.networks[key] ?? initialNetwork);
  return measure && networksOf(state).every(isSame) ? measure : null;
}

/** Also accepts the measurement of another network: until the new one is ready, its pace is better than none, and nothing jumps. */
function paceMeasureOf({ model, path, pathMeasure: measure }: PathState): PathMeasure | null {
  const fits =
    measure !== null &&
    measure.model === model?.id &&
    measure.curve === path.curve &&
    measure.closed === path.closed &&
    measure.keys.length === path.keys.length &&
    measure.keys.every((z, index) => z === path.keys[index]?.z);
  return fits ? measure : null;
}

/** Returns the changes inside the network at each key of the path. */
export function networksOf({ path, network }: Pick<State, 'path' | 'network'>): NetworkState[] {
  const own = bringsChanges(path);
  return path.keys.map((key) => (own ? (key.network ?? initialNetwork) : network));
}

/** Returns the changes inside the network at a position of the path; null if no key has any. */
export function pathNetwork(
  { model, path }: Pick<State, 'model'> & { path: Pick<Path, 'keys'> },
  position: number,
): NetworkState | null {
  const { keys } = path;
  if (!model || !bringsChanges(path)) return null;
  const at = Math.floor(position);
  const [from, to] = [keys[at % keys.length], keys[(at + 1) % keys.length]];
  return networkBetween(model, from?.network ?? initialNetwork, to?.network ?? initialNetwork, position - at);
}

/**
 * Returns the course of the path, or null while it has fewer than two keys. It is the same course as long as only the
 * time changes.
 */
export const courseOf = rememberCourse(({ path }) => path.even);

/** Like `courseOf`, but always without constant speed. */
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
    measured: even ? (paceMeasureOf(state)?.pace ?? null) : null,
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
 * Returns the face of the path at a time in seconds; faces at keys keep their seeds. Null while the path has fewer than
 * two keys.
 */
export function pathFace(state: PathState, time: number): Face | null {
  const course = courseOf(state);
  if (!course) return null;
  const position = course.positionAt(time);
  const key = Number.isInteger(position) ? state.path.keys[position % state.path.keys.length] : undefined;
  return key ? faceOf(key) : freeFace(course.at(time));
}

/** Returns what the page shows at a time of the path: the face, and the network if a key has changes. Null as for `pathFace`. */
export function pathView(
  state: PathState,
  time: number,
): (Pick<State, 'face'> & Partial<Pick<State, 'network'>>) | null {
  const face = pathFace(state, time);
  const network = face && pathNetwork(state, courseOf(state)?.positionAt(time) ?? 0);
  return face && { face, ...(network && { network }) };
}

/** Returns the index of the key that the path is at or has passed last; 0 without keys. */
export function currentKey(state: PathState): number {
  const course = courseOf(state);
  const { keys, time } = state.path;
  return course ? Math.floor(course.positionAt(time)) % keys.length : 0;
}

/** Returns how the frames of the path repeat in a GIF. */
export function frameLoop({ closed, loop }: Pick<Path, 'closed' | 'loop'>): FrameLoop {
  if (closed) return 'closed';
  return loop === 'there-and-back' ? 'there-and-back' : 'one-way';
}
