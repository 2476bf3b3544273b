import { formatNumber, formatPercent } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { evennessOf, steadyWithin, unevenness } from '../../../latent/curve/change.ts';
import { paceMessages } from './messages.ts';

/** How even the steps are, in words and as a small picture. */
export function PaceWords({ steps }: { steps: readonly number[] | null }) {
  const t = useMessages(paceMessages);
  if (!steps) return <span className="pace-words">{t.measuring}</span>;
  const evenness = evennessOf(steps);
  const { mean, largest, smallest } = evenness;
  const words = () => {
    if (mean === 0) return t.still;
    if (unevenness(evenness) <= steadyWithin) return t.steady;
    if (largest - 1 > steadyWithin) return t.leaps({ times: formatNumber(largest, 1) });
    return t.stalls({ percent: formatPercent(smallest) });
  };
  return (
    <span className="pace-words">
      <PaceMark steps={steps} mean={mean} />
      <b className="tab-nums">{words()}</b>
    </span>
  );
}

const bars = 7;
const [wide, high] = [21, 14];

/** A bar for each seventh of the walk or path, as high as its largest step; the line behind them is the average. */
function PaceMark({ steps, mean }: { steps: readonly number[]; mean: number }) {
  const each = Math.ceil(steps.length / bars);
  const heights = Array.from({ length: bars }, (_, bar) =>
    Math.max(0, ...steps.slice(bar * each, (bar + 1) * each)),
  );
  const top = Math.max(2 * mean, ...heights, 1e-6);
  const y = (value: number) => high - (value / top) * high;
  return (
    <svg className="pace-mark" viewBox={`0 0 ${wide} ${high}`} width={wide} height={high} aria-hidden="true">
      {heights.map((value, bar) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          key={bar}
          d={`M${(bar * wide) / bars} ${high}V${y(value)}h2V${high}z`}
        />
      ))}
      <path className="pace-average" d={`M0 ${y(mean)}H${wide}`} />
    </svg>
  );
}
