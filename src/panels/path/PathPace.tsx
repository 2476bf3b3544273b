import { useMemo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { setEven } from '../../commands/journey/path.ts';
import { type Course, changesOverTime, courseFrames } from '../../latent/curve/course.ts';
import { comparedFrames } from '../../latent/curve/evenPace.ts';
import { useSelect } from '../../store/hooks.ts';
import { measureOf, pathNetwork } from '../../store/select/journey/pathCourse.ts';
import { bringsChanges } from '../../store/select/network/network.ts';
import type { PathKey, PathMeasure } from '../../store/state/journeys.ts';
import { initialNetwork } from '../../store/state/network.ts';
import { ChangeFigure } from '../parts/pace/ChangeFigure.tsx';
import { ConstantSpeed } from '../parts/pace/ConstantSpeed.tsx';
import { JumpNote } from '../parts/pace/JumpNote.tsx';
import { usePaceMeasure } from '../parts/pace/usePaceMeasure.ts';
import { useSteps } from '../parts/pace/useSteps.ts';

/** How much the picture changes over the time of the path, and constant speed. */
export function PathPace({
  course,
  plain,
}: {
  course: Course;
  /** The course without constant speed. */
  plain: Course;
}) {
  const run = useRun();
  const keys = useSelect(({ path }) => path.keys);
  const model = useSelect((state) => state.model);
  // If keys have changes of their own, the current ones do not count, and they vary while the path plays.
  const inForce = useSelect(({ path, network }) => (bringsChanges(path) ? initialNetwork : network));
  const even = useSelect(({ path }) => path.even);
  const fps = useSelect(({ path }) => path.fps);
  const measure = useSelect(measureOf);
  const progress = usePaceMeasure('path', even && measure === null, plain, inForce);
  const { duration } = course;
  const times = useMemo(
    () => courseFrames(duration, comparedFrames(duration * fps) / Math.max(duration, 1e-6), 'one-way'),
    [duration, fps],
  );
  const faces = useMemo(() => times.map(course.at), [times, course]);
  const networks = useMemo(
    () => times.map((time) => pathNetwork({ model, path: { keys } }, course.positionAt(time)) ?? inForce),
    [times, course, model, keys, inForce],
  );
  const steps = useSteps(faces, networks, even && measure ? stepsIn(measure, course, times) : null);
  const counted = useMemo(() => steps && moving(steps, times, course, keys), [steps, times, course, keys]);
  const before = useMemo(
    () => (even && measure ? changesOverTime(plain.positionAt, times, measure.found) : null),
    [even, measure, plain, times],
  );
  return (
    <>
      <ChangeFigure
        steps={steps}
        counted={counted}
        before={before}
        now={({ path }) => (duration > 0 ? path.time / duration : 0)}
      >
        {even && measure && keys.every(({ easing }) => easing === 'linear') && <JumpNote steps={counted} />}
      </ChangeFigure>
      <ConstantSpeed on={even} onChange={(next) => run(setEven, next)} progress={progress} />
    </>
  );
}

/** The steps that the measurement ended with, if the frames are the same; with holds or easings they differ. */
function stepsIn(
  { frames }: PathMeasure,
  course: Course,
  times: readonly number[],
): readonly number[] | null {
  const { positions, steps } = frames;
  const same = (time: number, i: number) => Math.abs(course.positionAt(time) - (positions[i] ?? -1)) < 1e-9;
  return times.length === positions.length && times.every(same) ? steps : null;
}

/** The steps without those in which the path rests. */
function moving(
  steps: readonly number[],
  times: readonly number[],
  course: Course,
  keys: readonly PathKey[],
): number[] {
  const places = times.map(course.positionAt);
  const rests = (key: number) => (keys[key % keys.length]?.hold ?? 0) > 0;
  return steps.filter((_, i) => {
    const [from, to] = [places[i] ?? 0, places[i + 1] ?? 0];
    for (let key = Math.ceil(from); key <= to; key++) if (rests(key)) return false;
    return true;
  });
}
