/** A path in time: its position at each moment, given its holds and easings, or at constant speed. */
import { createPath, type PathOptions } from './path.ts';
import { changeUpTo, constantPace, type MeasuredChange, type Pace } from './retime.ts';
import { createTimeline, type TimelineKey } from './timeline.ts';

interface CourseKey extends TimelineKey {
  z: Float32Array;
}

interface CourseOptions extends PathOptions {
  /** How long the path moves, all segments together; holds are added to this. */
  seconds: number;
  /**
   * If given, the picture changes equally fast wherever the path moves, and easings only decide how a segment starts and
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

/** Creates the course through keys. @param keys one or more (RangeError otherwise) */
export function createCourse(keys: readonly CourseKey[], options: CourseOptions): Course {
  const path = createPath(
    keys.map(({ z }) => z),
    options,
  );
  const paces = options.measured && segmentPaces(options.measured, path.segments);
  // Each segment gets a share of the time equal to its share of the whole change, and passes through it evenly or with
  // its easing.
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

/** Returns the share of the change and the pace of each segment; null if nothing changes anywhere. */
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

/**
 * Returns the change from each of the times to the next, read off a measurement. Between two measured positions the
 * change is assumed to grow evenly.
 */
export function changesOverTime(
  positionAt: (seconds: number) => number,
  times: readonly number[],
  measured: MeasuredChange,
): number[] {
  const sumAt = changeUpTo(measured);
  const upTo = times.map((time) => sumAt(positionAt(time)));
  return upTo.slice(1).map((change, i) => change - upTo[i]!);
}

/** How a course is shown as frames. */
export type FrameLoop = 'closed' | 'there-and-back' | 'one-way';

/**
 * Returns the times of the frames. A closed course and one that goes there and back make a seamless loop: the frame after
 * the last would be the first. A course that goes one way shows both ends.
 */
export function courseFrames(duration: number, fps: number, loop: FrameLoop): number[] {
  const count = frameCount(duration, fps, loop);
  return Array.from({ length: count }, (_, i) => duration * frameShare(i, count, loop));
}

/** Returns how many frames show a duration. */
export function frameCount(duration: number, fps: number, loop: FrameLoop): number {
  const steps = Math.max(1, Math.round(duration * fps));
  return loop === 'closed' ? steps : loop === 'one-way' ? steps + 1 : 2 * steps;
}

/**
 * Returns where a frame is among `count` frames: 0 at the start of the way and 1 at its end. With an odd number there and
 * back, no frame shows the far end.
 */
export function frameShare(index: number, count: number, loop: FrameLoop): number {
  if (loop === 'closed') return index / count;
  if (loop === 'one-way') return count > 1 ? index / (count - 1) : 0;
  const share = (2 * index) / count;
  return share <= 1 ? share : 2 - share;
}

/**
 * Returns the duration of that many frames: the reverse of `courseFrames` (an odd number there and back gives one frame
 * fewer).
 */
export function durationOfFrames(frames: number, fps: number, loop: FrameLoop): number {
  const steps = loop === 'closed' ? frames : loop === 'one-way' ? frames - 1 : Math.floor(frames / 2);
  return Math.max(1, steps) / fps;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
