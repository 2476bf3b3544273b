/**
 * The pace of the walk: its position after a share of its time. Only code that plays a walk or shows it over time loads
 * this file.
 */
import { changeUpTo, constantPace } from '../../../latent/curve/retime.ts';
import type { WalkMeasure } from '../../state/journeys.ts';
import type { State } from '../../state/state.ts';
import { sameNetwork } from '../network/sameNetwork.ts';

type WalkState = Pick<State, 'model' | 'walk' | 'walkMeasure'>;

/** Returns the measured change along the walk, or null if nothing, another walk or another network was measured. */
export function walkMeasureOf(state: WalkState & Pick<State, 'network'>): WalkMeasure | null {
  const measure = paceMeasureOf(state);
  return measure && sameNetwork(measure.network, state.network) ? measure : null;
}

/** Also accepts the measurement of another network: until the new one is ready, its pace is better than none, and nothing jumps. */
function paceMeasureOf({ model, walk, walkMeasure: measure }: WalkState): WalkMeasure | null {
  const fits =
    measure !== null &&
    measure.model === model?.id &&
    measure.a === walk.a?.z &&
    measure.b === walk.b?.z &&
    measure.method === walk.method;
  return fits ? measure : null;
}

interface WalkPace {
  /** Maps a share of the time to the position, 0 at A and 1 at B; `shareAt` is the reverse. */
  positionAt(share: number): number;
  shareAt(position: number): number;
}

const plain: WalkPace = { positionAt: (share) => share, shareAt: (position) => position };
const known = new WeakMap<WalkMeasure, WalkPace>();

/**
 * Returns the pace at constant speed once that is measured; until then, or without it, the position simply grows with
 * time.
 */
export function walkPaceOf(state: WalkState): WalkPace {
  const measure = state.walk.even ? paceMeasureOf(state) : null;
  if (!measure) return plain;
  let pace = known.get(measure);
  if (!pace) {
    const { positions, steps } = measure.pace;
    const sumAt = changeUpTo(measure.pace);
    const whole = sumAt(1);
    const shareAt = (position: number) => (whole > 0 ? sumAt(position) / whole : position);
    pace = { positionAt: constantPace(positions, steps), shareAt };
    known.set(measure, pace);
  }
  return pace;
}
