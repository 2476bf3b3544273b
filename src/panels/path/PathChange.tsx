import { useEffect, useMemo, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { measureChange, measureFaces } from '../../commands/journey/pathMeasure.ts';
import { summariseChanges } from '../../latent/curve/change.ts';
import { type Course, changesOverTime, courseFrames } from '../../latent/curve/course.ts';
import { useSelect } from '../../store/hooks.ts';
import type { PathKey, PathMeasure } from '../../store/state/journeys.ts';
import { ChangeFigure } from '../parts/pictures/ChangeFigure.tsx';
import { changeLine } from '../parts/pictures/changeLine.ts';

/** So many steps of equal time are drawn, and measured again at constant speed. */
const drawnSteps = 48;
/** A path is not measured until it has not changed for this long. */
const restMs = 250;

/** How much the picture changes over time: as the keys have it, and at constant speed. */
export function PathChange({
  plain,
  even,
  measure,
}: {
  /** The course without constant speed. */
  plain: Course;
  /** The course with it; null while it is off, or not measured yet. */
  even: Course | null;
  measure: PathMeasure | null;
}) {
  const run = useRun();
  const keys = useSelect((state) => state.path.keys);
  const curve = useSelect((state) => state.path.curve);
  const closed = useSelect((state) => state.path.closed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another way needs another measurement
  useEffect(() => {
    const abort = new AbortController();
    const start = setTimeout(() => {
      void run(measureChange, abort.signal)?.catch(() => undefined);
    }, restMs);
    return () => {
      clearTimeout(start);
      abort.abort();
    };
  }, [run, keys, curve, closed]);

  const times = useMemo(
    () => courseFrames(plain.duration, drawnSteps / Math.max(plain.duration, 1e-6), 'one-way'),
    [plain.duration],
  );
  const before = useMemo(
    () => measure && changesOverTime(plain.positionAt, times, measure),
    [measure, plain, times],
  );
  const after = useMeasured(even, times);
  const top = Math.max(...(before ?? []), ...(after ?? []), 1e-6) * 1.1;
  const unevenness = (steps: readonly number[], course: Course) =>
    `${Math.round(summariseChanges(moving(steps, times, course, keys)).unevenness)} %`;
  const inWords = () => {
    if (!before) return 'measuring…';
    const first = `even within ${unevenness(before, plain)}`;
    return even ? `${first}, now ${after ? unevenness(after, even) : 'measuring…'}` : first;
  };
  return (
    <ChangeFigure
      className="path-change"
      now={({ path }) => (plain.duration > 0 ? path.time / plain.duration : 0)}
      caption="Change of the picture"
      words={inWords()}
    >
      {before && <path d={changeLine(before, top)} className={even ? 'change-line before' : 'change-line'} />}
      {after && <path d={changeLine(after, top)} className="change-line" />}
    </ChangeFigure>
  );
}

/**
 * The change between the faces that the course shows at these times, measured again so that the line shows what is
 * seen.
 */
function useMeasured(course: Course | null, times: readonly number[]): readonly number[] | null {
  const run = useRun();
  const [measured, setMeasured] = useState<{ course: Course; steps: readonly number[] } | null>(null);
  useEffect(() => {
    if (!course) return;
    const abort = new AbortController();
    const start = setTimeout(() => {
      run(measureFaces, times.map(course.at), abort.signal)?.then(
        (steps) => setMeasured({ course, steps }),
        () => undefined,
      );
    }, restMs);
    return () => {
      clearTimeout(start);
      abort.abort();
    };
  }, [run, course, times]);
  return measured && measured.course === course ? measured.steps : null;
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
