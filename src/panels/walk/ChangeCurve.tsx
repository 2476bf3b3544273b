import { useMemo } from 'react';
import { pictureBytes } from '../../canvas/paint.ts';
import { type ChangeSummary, stepChanges, summariseChanges } from '../../latent/curve/change.ts';
import { ChangeFigure } from '../parts/pictures/ChangeFigure.tsx';
import { changeLine } from '../parts/pictures/changeLine.ts';

/** How much the picture changes at each step of the walk. A flat line means that latent space is smooth here. */
export function ChangeCurve({
  pictures,
  count,
}: {
  pictures: readonly (ImageBitmap | undefined)[];
  /** How many pictures there will be. */
  count: number;
}) {
  const changes = useMemo(() => {
    const complete = pictures.filter((picture) => picture !== undefined);
    if (count < 2 || complete.length < count) return null;
    return stepChanges(complete.map((picture) => pictureBytes(picture, picture.width, picture.height)));
  }, [pictures, count]);
  return (
    <ChangeFigure
      now={({ walk }) => walk.position}
      caption="Change per step"
      words={changes ? inWords(summariseChanges(changes)) : 'measuring…'}
    >
      {changes && <path d={changeLine(changes, Math.max(...changes, 1e-6) * 1.15)} className="change-line" />}
    </ChangeFigure>
  );
}

function inWords({ mean, unevenness }: ChangeSummary): string {
  if (mean === 0) return 'none: A and B are the same';
  return `${(mean * 100).toFixed(1)} % on average, even within ${Math.round(unevenness)} %`;
}
