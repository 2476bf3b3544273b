import { useMemo } from 'react';
import { pictureBytes } from '../../canvas/paint.ts';
import { type ChangeSummary, stepChanges, summariseChanges } from '../../latent/curve/change.ts';
import '../parts/change.css';

const width = 340;
const height = 56;

/** How much the picture changes at each step of the walk: flat means that the latent space is smooth here. */
export function ChangeCurve({
  pictures,
  count,
  position,
}: {
  pictures: readonly (ImageBitmap | undefined)[];
  count: number;
  position: number;
}) {
  const changes = useMemo(() => {
    const complete = pictures.filter((picture) => picture !== undefined);
    if (count < 2 || complete.length < count) return null;
    return stepChanges(complete.map((picture) => pictureBytes(picture, picture.width, picture.height)));
  }, [pictures, count]);
  const summary = changes && summariseChanges(changes);
  return (
    <figure className="change">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {changes && <path d={curve(changes)} className="change-line" />}
        <path d={`M${position * width} 0V${height}`} className="change-now" />
      </svg>
      <figcaption>
        <span>Change per step</span>
        <b className="tab-nums">{summary ? inWords(summary) : 'measuring…'}</b>
      </figcaption>
    </figure>
  );
}

function inWords({ mean, unevenness }: ChangeSummary): string {
  if (mean === 0) return 'none: A and B are the same';
  return `${(mean * 100).toFixed(1)} % on average, even within ${Math.round(unevenness)} %`;
}

/** The steps as a line over their middles; the axis begins at no change, so that its shape is honest. */
function curve(changes: readonly number[]): string {
  const top = Math.max(...changes, 1e-6) * 1.15;
  const points = changes.map((change, index) => [
    ((index + 0.5) / changes.length) * width,
    height - 2 - (change / top) * (height - 4),
  ]);
  return points
    .map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x?.toFixed(1)} ${y?.toFixed(1)}`)
    .join('');
}
