/** Gives a path its timing: each key has a hold, and each segment its own time and easing. */
import type { Path } from './path.ts';

export const easings = ['linear', 'ease in', 'ease out', 'ease in and out'] as const;
export type Easing = (typeof easings)[number];

/**
 * Maps the share of a segment's time to the share of its way, both from 0 to 1. It is a cubic whose speed at a slow end
 * is 0.
 */
export function ease(easing: Easing, t: number): number {
  if (easing === 'ease in') return t ** 3;
  if (easing === 'ease out') return 1 - (1 - t) ** 3;
  if (easing === 'ease in and out') return t < 0.5 ? 4 * t ** 3 : 1 - 4 * (1 - t) ** 3;
  return t;
}

export interface TimelineKey {
  /** Seconds that the path rests at this key. */
  hold: number;
  /** Easing of the segment that leaves this key. */
  easing: Easing;
  /** Factor of the segment's natural time, for the segment after this key; 1 when omitted. */
  weight?: number;
}

interface Timeline {
  /** Seconds, holds included. */
  duration: number;
  /** Position on the path at a time from 0 to `duration`; outside that range, the nearer end. */
  positionAt(seconds: number): number;
  /** When key k is reached (its hold begins). A closed path reaches its first key again at the end, at index n. */
  keyTimes: number[];
}

/**
 * Creates the timeline of a path.
 * @param keys as many as the path has
 * @param moving seconds for all segments together; holds are added to this
 */
export function createTimeline(path: Path, keys: readonly TimelineKey[], moving: number): Timeline {
  const weights = path.shares.map((share, i) => share * Math.max(0, keys[i]?.weight ?? 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // Alternating rests and moves: [from, to) in seconds.
  const moves: { from: number; seconds: number; easing: Easing }[] = [];
  const keyTimes: number[] = [];
  let clock = 0;
  weights.forEach((weight, i) => {
    keyTimes.push(clock);
    clock += Math.max(0, keys[i]?.hold ?? 0);
    const seconds = total > 0 ? (Math.max(0, moving) * weight) / total : 0;
    moves.push({ from: clock, seconds, easing: keys[i]?.easing ?? 'linear' });
    clock += seconds;
  });
  keyTimes.push(clock);
  // An open path rests at its last key, too. A closed one ends at its first key, which has already rested at the start.
  if (keys.length > path.segments) clock += Math.max(0, keys[path.segments]?.hold ?? 0);

  return {
    duration: clock,
    keyTimes,
    positionAt(seconds) {
      for (let i = moves.length - 1; i >= 0; i--) {
        const { from, seconds: length, easing } = moves[i]!;
        if (seconds < from) {
          if (seconds >= keyTimes[i]!) return i;
          continue;
        }
        return i + (length > 0 ? ease(easing, Math.min(1, (seconds - from) / length)) : 1);
      }
      return 0;
    },
  };
}
