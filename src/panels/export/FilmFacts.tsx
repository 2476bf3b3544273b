import { formatBytes, formatSeconds } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { exportMessages } from './messages.ts';
import type { Estimate } from './usePreview.ts';

/** Facts about the film before it is made: its length, its size, and how long it takes to make. */
export function FilmFacts({
  frames,
  fps,
  estimate,
}: {
  frames: number;
  fps: number;
  estimate: Estimate | null | undefined;
}) {
  const t = useMessages(exportMessages);
  const about = (amount: (estimate: Estimate) => string) => {
    if (estimate === null) return t.estimating;
    return estimate ? t.about({ amount: amount(estimate) }) : t.unknown;
  };
  const facts = [
    [t.length, formatSeconds(frames / fps, 1)],
    [t.file, about(({ bytes }) => formatBytes(roughly(bytes)))],
    [t.wait, about(({ seconds }) => formatSeconds(Math.max(1, seconds), 0))],
  ];
  return (
    <dl className="film-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="tab-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Only two digits of an estimate are meaningful. */
export function roughly(bytes: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, bytes))) - 1);
  return Math.round(bytes / unit) * unit;
}
