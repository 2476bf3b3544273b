/** Constant speed of walks and paths: the measurements of the panels. */
import {
  changesBetween,
  type MeasureHooks,
  measurePath,
  measureWalk,
} from '../../session/play/measurePace.ts';
import type { Session } from '../../session/session.ts';
import { courseOf, measureOf } from '../../store/select/journey/pathCourse.ts';
import { walkEnds } from '../../store/select/journey/walkFace.ts';
import { walkMeasureOf } from '../../store/select/journey/walkPace.ts';
import type { Playable } from '../../store/state/journeys.ts';
import type { NetworkState } from '../../store/state/network.ts';
import type { Command } from '../command.ts';
import { changePath, hasWay } from './changePath.ts';

/** Measures the walk or the path for constant speed, unless that is known already. */
export const measurePace: Command<[what: Playable, hooks: MeasureHooks], Promise<void>> = {
  name: 'Measure the pace',
  applies: (state) => hasWay(state) || walkEnds(state) !== null,
  undo: 'none',
  perform: (session, what, hooks) =>
    what === 'walk' ? ensureWalkPace(session, hooks) : ensurePathPace(session, hooks),
};

async function ensureWalkPace(session: Session, hooks: MeasureHooks): Promise<void> {
  const { store } = session;
  if (walkMeasureOf(store.getState())) return;
  const walkMeasure = await measureWalk(session, hooks);
  if (walkMeasure) store.setState({ walkMeasure });
}

async function ensurePathPace(session: Session, hooks: MeasureHooks): Promise<void> {
  const { store } = session;
  if (measureOf(store.getState())) return;
  const pathMeasure = await measurePath(session, hooks);
  if (!pathMeasure) return;
  // The path stays at the same place, which it now reaches at another time.
  const before = courseOf(store.getState());
  const place = before?.positionAt(store.getState().path.time) ?? 0;
  store.setState({ pathMeasure });
  const after = courseOf(store.getState());
  if (before && after && after !== before) changePath(store, { time: timeAt(after, place) });
}

/** Returns the first time at which a course is at a position: the reverse of its `positionAt`. */
function timeAt(
  { duration, positionAt }: { duration: number; positionAt(time: number): number },
  place: number,
) {
  let [low, high] = [0, duration];
  if (positionAt(low) >= place) return low;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (positionAt(middle) < place) low = middle;
    else high = middle;
  }
  return high;
}

/** Measures the change of the picture from each face to the next. */
export const measureFaces: Command<
  [zs: readonly Float32Array[], networks: readonly NetworkState[], signal: AbortSignal],
  Promise<number[]>
> = {
  name: 'Measure faces',
  undo: 'none',
  perform: (session, zs, networks, signal) => changesBetween(session, zs, networks, signal),
};
