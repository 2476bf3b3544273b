import { useEffect } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { stopFinding, takeEnough } from '../../commands/photo/find.ts';
import { formatNumber } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import type { Projection } from '../../store/state/photo.ts';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { Picture } from '../parts/pictures/Picture.tsx';
import { Thumbnail } from '../parts/pictures/Thumbnail.tsx';
import { Section } from '../parts/Section.tsx';
import { LossCurve } from './LossCurve.tsx';
import { photoMessages } from './messages.ts';
import { type Held, useHeldFocus } from './useHeldFocus.ts';

/** The running search: its picture, its progress, and two ways to end it. */
export function Searching({ projection, held }: { projection: Projection; held: Held }) {
  const run = useRun();
  const t = useMessages(photoMessages);
  const { part, first } = useHeldFocus<HTMLDivElement, HTMLButtonElement>(held);
  useEffect(() => {
    // Newer browsers return a promise, which an effect must not return as its cleanup.
    part.current?.scrollIntoView({ block: 'nearest' });
  }, [part]);
  const { step, steps, index, pictures, photo, live, best, curve, blind } = projection;
  const words = [
    ...(pictures > 1 ? [t.ofPictures({ number: index + 1, all: pictures })] : []),
    steps > 0 ? t.progress({ step: formatNumber(step), steps: formatNumber(steps) }) : t.beginning,
  ].join(' · ');
  return (
    <div ref={part}>
      <Section title={t.finding}>
        {/* First, so that a small page shows how to end it, too. */}
        <ProgressBar label={t.finding} done={index * steps + step} total={pictures * steps} text={words} />
        <div className="load-line photo-ends">
          <span className="tab-nums">{words}</span>
          <button type="button" className="btn small" ref={first} onClick={() => void run(stopFinding)}>
            {t.stop}
          </button>
          <button
            type="button"
            className="btn small"
            disabled={step === 0}
            onClick={() => void run(takeEnough)}
          >
            {t.enough}
          </button>
        </div>
        {blind !== null && (
          <p className="hint" title={blind}>
            {t.blind}
          </p>
        )}
        <div className="photo-pair">
          <figure>
            <Thumbnail src={photo} />
            <figcaption>{t.yours}</figcaption>
          </figure>
          {live ? (
            <p className="hint">{t.onCanvas}</p>
          ) : (
            <figure>
              <Picture image={best ?? undefined} />
              <figcaption>{t.soFar}</figcaption>
            </figure>
          )}
        </div>
        <LossCurve curve={curve} />
      </Section>
    </div>
  );
}
