/**
 * Measures a way finely enough to show it at a steady pace. A trained network may change its picture hundreds of times as
 * fast at one place as at another, so equally spaced samples would miss exactly the places that matter.
 *
 * 1. Bisection: every step that changes the picture by more than one frame should is halved, until none is left (adaptive
 * sampling). The result is a table of positions and the changes between them.
 * 2. Correction: the frames that follow from the table are rendered, and the table is scaled by the changes that they
 * show (equidistribution, de Boor 1973). This is needed because changes of pictures do not add up: the sum of many small
 * steps is more than the one visible step.
 */
import { evennessOf, type Picture, stepChanges, unevenness } from './change.ts';
import { changeUpTo, constantPace, type MeasuredChange } from './retime.ts';

/** Shorter steps than this are not halved: the picture jumps there. */
const finest = 1e-5;
/**
 * The search ends when steps differ from their mean by at most this share; that leaves a little room below
 * `steadyWithin`.
 */
const wished = 0.3;
/** Another correction after this many has never helped. */
const corrections = 4;

/** The frames per second for which a walk is measured; a path has its own. */
export const walkFps = 30;
const compared = { fewest: 24, most: 160 };

/** Returns how many equal steps of time are compared for a way shown in that many frames: all of them, up to a bound. */
export function comparedFrames(frames: number): number {
  return Math.round(Math.max(compared.fewest, Math.min(compared.most, frames)));
}

interface PaceSearch {
  /** Positions of the way run from 0 to this. Every whole number is a key and remains a position of the table. */
  segments: number;
  /** How many equal steps of time should each change the picture by the same amount. */
  frames: number;
  /** The most pictures that may be drawn. */
  most: number;
  /** Returns the pictures at some positions, in order. */
  look(positions: readonly number[]): Promise<Picture[]>;
}

export interface EvenPace {
  /** The positions of the drawn pictures and the changes between them; good for plotting. */
  found: MeasuredChange;
  /** The table of pace: equal shares of its sum are visibly equal steps. */
  pace: MeasuredChange;
  /** The frames at this pace, and the measured changes between them. */
  frames: MeasuredChange;
}

/** Finds the pace at which the picture changes most evenly. @throws any error of `look` */
export async function findEvenPace(search: PaceSearch): Promise<EvenPace> {
  const { frames: count, most, look } = search;
  const found = await bisect({ ...search, most: most - 2 * (count + 1) });
  let left = most - found.positions.length;
  const cap = sum(found.steps) / count;
  let pace: MeasuredChange = {
    ...found,
    steps: found.steps.map((step, i) => weigh(step, width(found, i), cap)),
  };
  let best: EvenPace | null = null;
  for (let round = 0; round <= corrections && (best === null || left > count); round++) {
    const at = constantPace(pace.positions, pace.steps);
    const positions = Array.from({ length: count + 1 }, (_, i) => at(i / count));
    const frames = { positions, steps: stepChanges(await look(positions)) };
    left -= positions.length;
    const now = { found, pace, frames };
    if (best === null || worst(now) < worst(best)) best = now;
    if (worst(now) <= wished) break;
    pace = corrected(pace, frames, cap);
  }
  return best!;
}

const worst = ({ frames }: EvenPace) => unevenness(evennessOf(frames.steps));

/** Samples the way, more and more densely where the picture changes fast. */
async function bisect({ segments, frames, most, look }: PaceSearch): Promise<MeasuredChange> {
  const each = Math.max(2, Math.min(12, Math.floor(most / segments / 2)));
  let positions = Array.from({ length: segments * each + 1 }, (_, i) => i / each);
  const pictures = new Map<number, Picture>();
  const see = async (places: readonly number[]) => {
    const looked = await look(places);
    for (const [i, place] of places.entries()) pictures.set(place, looked[i]!);
  };
  await see(positions);
  for (;;) {
    const steps = stepChanges(positions.map((place) => pictures.get(place)!));
    const limit = sum(steps) / frames;
    const coarse = steps
      .map((step, i) => ({ step, from: positions[i]!, to: positions[i + 1]! }))
      .filter(({ step, from, to }) => step > limit && to - from > finest)
      .sort((one, other) => other.step - one.step)
      .slice(0, Math.max(0, most - positions.length));
    if (coarse.length === 0) return { positions, steps };
    const middles = coarse.map(({ from, to }) => (from + to) / 2);
    await see(middles);
    positions = [...positions, ...middles].sort((one, other) => one - other);
  }
}

/** Limits the weight of a jump: more time there would only make the picture stand still before and after it. */
function weigh(step: number, wide: number, cap: number): number {
  return wide <= finest ? Math.min(step, cap) : step;
}

/**
 * Corrects the table by its frames: each frame's part keeps its shape and is scaled to the change that the frame showed.
 */
function corrected(pace: MeasuredChange, seen: MeasuredChange, cap: number): MeasuredChange {
  const upTo = changeUpTo(pace);
  const positions = [...new Set([...pace.positions, ...seen.positions])].sort((one, other) => one - other);
  let frame = 0;
  const steps = positions.slice(1).map((to, i) => {
    const from = positions[i]!;
    while (frame < seen.steps.length - 1 && from >= seen.positions[frame + 1]!) frame++;
    const whole = upTo(seen.positions[frame + 1]!) - upTo(seen.positions[frame]!);
    const scale = whole > 0 ? seen.steps[frame]! / whole : 1;
    return weigh((upTo(to) - upTo(from)) * scale, to - from, cap);
  });
  return { positions, steps };
}

const width = ({ positions }: MeasuredChange, i: number) => positions[i + 1]! - positions[i]!;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
