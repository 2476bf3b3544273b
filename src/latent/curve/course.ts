/** A path in time: where it is at each moment, with holds and easings, or at constant perceptual speed. */
import { createPath, type PathOptions } from './path.ts';
import { constantPace, type Pace } from './retime.ts';
import { createTimeline, type TimelineKey } from './timeline.ts';

/**
 * The change of the picture along a path: `steps[i]` is that from `positions[i]` to the next. Every key is among the
 * positions.
 */
interface MeasuredChange {
  positions: readonly number[];
  steps: readonly number[];
}

interface CourseKey extends TimelineKey {
  z: Float32Array;
}

interface CourseOptions extends PathOptions {
  /** How long the path moves, all segments together; holds come on top. */
  seconds: number;
  /**
   * With it the picture changes equally fast wherever the path moves, and easings only shape how a segment starts and
   * stops.
   */
  measured?: MeasuredChange | null;
}

export interface Course {
  /** Seconds, holds included. */
  duration: number;
  segments: number;
  /** When key k is reached; a closed course has its first key again at the end. */
  keyTimes: readonly number[];
  /** The position on the path at a time in seconds, 0 to `segments`; key k is at k. */
  positionAt(seconds: number): number;
  /** float32 [latent size] at a time. */
  at(seconds: number): Float32Array;
}

/** The course through keys. @param keys one or more (RangeError otherwise) */
export function createCourse(keys: readonly CourseKey[], options: CourseOptions): Course {
  const path = createPath(
    keys.map(({ z }) => z),
    options,
  );
  const paces = options.measured && segmentPaces(options.measured, path.segments);
  // Each segment gets the share of time that it has of the whole change, and goes through it evenly, or as its easing says.
  const timed = paces
    ? keys.map(({ hold, easing }, i): TimelineKey => {
        const share = path.shares[i];
        return { hold, easing, weight: share ? (paces[i]?.share ?? 0) / share : 0 };
      })
    : keys;
  const timeline = createTimeline(path, timed, options.seconds);
  const positionAt = (seconds: number): number => {
    const position = timeline.positionAt(seconds);
    if (!paces || Number.isInteger(position)) return position;
    const segment = Math.floor(position);
    return paces[segment]?.pace(position - segment) ?? position;
  };
  return {
    duration: timeline.duration,
    segments: path.segments,
    keyTimes: timeline.keyTimes,
    positionAt,
    at: (seconds) => path.at(positionAt(seconds)),
  };
}

/** The share of the change and the pace of each segment; null when nothing changes anywhere. */
function segmentPaces(
  { positions, steps }: MeasuredChange,
  segments: number,
): { share: number; pace: Pace }[] | null {
  const total = sum(steps);
  if (!(total > 0)) return null;
  return Array.from({ length: segments }, (_, segment) => {
    const first = positions.indexOf(segment);
    const last = positions.indexOf(segment + 1);
    const own = steps.slice(first, last);
    return { share: sum(own) / total, pace: constantPace(positions.slice(first, last + 1), own) };
  });
}

/** Positions at which to measure a path: every key, and equally spaced ones between. */
export function positionsToMeasure(segments: number, perSegment: number): number[] {
  return Array.from({ length: segments * perSegment + 1 }, (_, i) => i / perSegment);
}

/**
 * Positions at which to measure a path a second time: as many in all as the first time, but closer where the picture
 * changes faster, so that the steps are alike. Each segment keeps at least two.
 */
export function positionsByChange(measured: MeasuredChange, segments: number): number[] {
  const paces = segmentPaces(measured, segments);
  if (!paces) return [...measured.positions];
  const between = paces.flatMap(({ share, pace }) => {
    const count = Math.max(2, Math.round(share * measured.steps.length));
    return Array.from({ length: count }, (_, i) => pace(i / count));
  });
  return [...between, segments];
}

/**
 * The change from each of the times to the next, read off a measurement. Between measured positions it is taken to be
 * even.
 */
export function changesOverTime(
  positionAt: (seconds: number) => number,
  times: readonly number[],
  { positions, steps }: MeasuredChange,
): number[] {
  const sums = [0];
  for (const step of steps) sums.push(sums.at(-1)! + step);
  const changeUpTo = (position: number): number => {
    let high = positions.findIndex((measured) => measured >= position);
    if (high < 0) high = positions.length - 1;
    if (high === 0) return 0;
    const [from, to] = [positions[high - 1]!, positions[high]!];
    const t = Math.min(1, (position - from) / (to - from));
    return sums[high - 1]! + t * (sums[high]! - sums[high - 1]!);
  };
  const upTo = times.map((time) => changeUpTo(positionAt(time)));
  return upTo.slice(1).map((change, i) => change - upTo[i]!);
}

/** How a course is shown as frames. */
export type FrameLoop = 'closed' | 'there-and-back' | 'one-way';

/**
 * The times of frames. Closed and there-and-back ones make a loop without a seam: the frame after the last is the
 * first. One way shows both ends.
 */
export function courseFrames(duration: number, fps: number, loop: FrameLoop): number[] {
  const steps = Math.max(1, Math.round(duration * fps));
  const time = (i: number): number => (duration * i) / steps;
  if (loop === 'closed') return Array.from({ length: steps }, (_, i) => time(i));
  const there = Array.from({ length: steps + 1 }, (_, i) => time(i));
  return loop === 'one-way' ? there : [...there, ...there.slice(1, -1).reverse()];
}

/**
 * The duration that has so many frames: the reverse of `courseFrames` (an odd number there and back gives one frame
 * fewer).
 */
export function durationOfFrames(frames: number, fps: number, loop: FrameLoop): number {
  const steps = loop === 'closed' ? frames : loop === 'one-way' ? frames - 1 : Math.floor(frames / 2);
  return Math.max(1, steps) / fps;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
