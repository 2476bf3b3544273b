/** How commands change the path and move along it. Loaded with the first of them. */
import { freshId } from '../../base/ids.ts';
import { seedOf } from '../../store/select/faces.ts';
import { courseOf, pathView } from '../../store/select/journey/pathCourse.ts';
import type { Path, PathKey, WalkEnd } from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';

/** True if the path has two keys or more, so that it leads somewhere. */
export const hasWay = ({ path }: State) => path.keys.length > 1;

export function changePath(store: ZscapeStore, change: Partial<Path>): void {
  store.setState(({ path }) => ({ path: { ...path, ...change } }));
}

/** Shows the face of the path at a time, clamped to its duration; by default at the current time. */
export function showPath(store: ZscapeStore, wished = store.getState().path.time): void {
  const state = store.getState();
  const course = courseOf(state);
  if (!course) return;
  const time = Math.min(Math.max(0, wished), course.duration);
  const view = pathView(state, time);
  if (view) store.setState({ ...view, pull: null, playing: null, path: { ...state.path, time } });
}

/** Moves the time of the path to a key without showing its face. */
export function standAt(store: ZscapeStore, index: number): void {
  const course = courseOf(store.getState());
  changePath(store, { time: course?.keyTimes[index] ?? 0 });
  store.setState({ playing: null });
}

export function newKey({ name, z, ...told }: WalkEnd): PathKey {
  return { id: freshId(), name, ...seedOf(told), z, hold: 0, easing: 'linear' };
}
