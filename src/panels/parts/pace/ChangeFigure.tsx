import type { ReactNode } from 'react';
import { useSelect } from '../../../store/hooks.ts';
import type { State } from '../../../store/state/state.ts';
import { changeLine, changeSize } from './changeLine.ts';
import { PaceWords } from './PaceWords.tsx';
import './pace.css';

const { width, height } = changeSize;

/** How much the picture changes at each step of time, as a line and in words, with a mark at the current position. */
export function ChangeFigure({
  steps,
  counted = steps,
  before,
  now,
  children,
}: {
  /** The change of each step; null while it is measured. */
  steps: readonly number[] | null;
  /** The steps that the words describe: those in which the walk or path moves. */
  counted?: readonly number[] | null;
  /** The change without constant speed, for comparison. */
  before?: readonly number[] | null;
  /** Where the mark is, from 0 at the left to 1 at the right. */
  now: (state: State) => number;
  /** Below the words. */
  children?: ReactNode;
}) {
  const top = 1.1 * Math.max(1e-6, ...(steps ?? []), ...(before ?? []));
  return (
    <figure className="pace">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {before && <path d={changeLine(before, top)} className="pace-line pace-before" />}
        {steps && <path d={changeLine(steps, top)} className="pace-line" />}
        <NowMark now={now} />
      </svg>
      <figcaption>
        <PaceWords steps={counted} />
        {children}
      </figcaption>
    </figure>
  );
}

/** Only this part of the figure is rendered again with each frame that plays. */
function NowMark({ now }: { now: (state: State) => number }) {
  const x = useSelect(now) * width;
  return <path d={`M${x} 0V${height}`} className="pace-now" />;
}
