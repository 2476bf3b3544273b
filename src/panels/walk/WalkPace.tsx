import { useMemo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { setWalkEven } from '../../commands/journey/walk.ts';
import { changesOverTime } from '../../latent/curve/course.ts';
import { comparedFrames, walkFps } from '../../latent/curve/evenPace.ts';
import type { Way } from '../../latent/vector/interpolate.ts';
import { useSelect } from '../../store/hooks.ts';
import { walkMeasureOf, walkPaceOf } from '../../store/select/journey/walkPace.ts';
import { ChangeFigure } from '../parts/pace/ChangeFigure.tsx';
import { ConstantSpeed } from '../parts/pace/ConstantSpeed.tsx';
import { JumpNote } from '../parts/pace/JumpNote.tsx';
import { usePaceMeasure } from '../parts/pace/usePaceMeasure.ts';
import { useSteps } from '../parts/pace/useSteps.ts';

/** How much the picture changes over the time of the walk, and constant speed. */
export function WalkPace({ way }: { way: Way | null }) {
  const run = useRun();
  const even = useSelect(({ walk }) => walk.even);
  const seconds = useSelect(({ walk }) => walk.seconds);
  const measure = useSelect(walkMeasureOf);
  const { positionAt } = useSelect(walkPaceOf);
  const network = useSelect((state) => state.network);
  const progress = usePaceMeasure('walk', even && measure === null, way, network);
  const count = comparedFrames(seconds * walkFps);
  const shares = useMemo(() => Array.from({ length: count + 1 }, (_, i) => i / count), [count]);
  const faces = useMemo(
    () => (way ? shares.map((share) => way(positionAt(share))) : []),
    [way, shares, positionAt],
  );
  const networks = useMemo(() => faces.map(() => network), [faces, network]);
  const isKnown = even && measure?.frames.positions.length === shares.length;
  const steps = useSteps(faces, networks, isKnown ? measure.frames.steps : null);
  const before = useMemo(
    () => (even && measure ? changesOverTime((share) => share, shares, measure.found) : null),
    [even, measure, shares],
  );
  return (
    <>
      <ChangeFigure
        steps={steps}
        before={before}
        now={(state) => walkPaceOf(state).shareAt(state.walk.position)}
      >
        {even && measure && <JumpNote steps={steps} />}
      </ChangeFigure>
      <ConstantSpeed on={even} onChange={(next) => run(setWalkEven, next)} progress={progress} />
    </>
  );
}
