import type { ReactNode } from 'react';
import { useSelect } from '../../../store/hooks.ts';
import type { State } from '../../../store/state/state.ts';
import { changeSize } from './changeLine.ts';
import './change.css';

const { width, height } = changeSize;

/** Lines of change, with a mark where the walk or the path is now. */
export function ChangeFigure({
  className = '',
  now,
  caption,
  words,
  children,
}: {
  className?: string;
  /** Where the mark is, from 0 at the left to 1 at the right. */
  now: (state: State) => number;
  caption: string;
  words: string;
  /** Paths of `changeLine`. */
  children: ReactNode;
}) {
  return (
    <figure className={`change ${className}`}>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {children}
        <NowMark now={now} />
      </svg>
      <figcaption>
        <span>{caption}</span>
        <b className="tab-nums">{words}</b>
      </figcaption>
    </figure>
  );
}

/** Only this part of the figure is rendered again with each frame that plays. */
function NowMark({ now }: { now: (state: State) => number }) {
  const x = useSelect(now) * width;
  return <path d={`M${x} 0V${height}`} className="change-now" />;
}
