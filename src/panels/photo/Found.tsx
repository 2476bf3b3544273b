import { useEffect } from 'react';
import { takePin } from '../../commands/face/pins.ts';
import { useRun } from '../../commands/hooks.ts';
import { refineFace, setStrength } from '../../commands/photo/find.ts';
import { showPanel } from '../../commands/view/view.ts';
import { formatPercent } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { type FoundPin, foundPins, refinable, strengthOf } from '../../store/select/photo.ts';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { Thumbnail } from '../parts/pictures/Thumbnail.tsx';
import { Section } from '../parts/Section.tsx';
import { MatchWords } from './MatchWords.tsx';
import { photoMessages } from './messages.ts';
import { Readings } from './Readings.tsx';
import { type Held, useHeldFocus } from './useHeldFocus.ts';

/** A found face: the picture and the face side by side, the match, and actions. */
export function Found({ found, held }: { found: FoundPin; held: Held }) {
  const run = useRun();
  const t = useMessages(photoMessages);
  const fresh = useSelect(
    ({ projection }) => projection?.state === 'done' && projection.pins.includes(found.id),
  );
  const { part, first } = useHeldFocus<HTMLDivElement, HTMLDivElement>(held, fresh);
  useEffect(() => {
    if (fresh) part.current?.scrollIntoView({ block: 'nearest' });
  }, [fresh, part]);
  const blind = useSelect(({ projection }) => projection?.blind ?? null);
  const all = useSelect(foundPins);
  const idle = useSelect((state) => state.projection?.state !== 'running');
  const canRefine = useSelect((state) => refinable(state, found.id) !== null);
  const walks = useSelect(
    ({ walk: { a, b } }) =>
      a !== null && b !== null && [a, b].every((end) => all.some(({ z }) => z === end.z)) && a.z !== b.z,
  );
  return (
    <div ref={part}>
      <Section title={t.foundTitle}>
        {all.length > 1 && (
          <ul className="photo-pictures">
            {all.map((pin) => (
              <li key={pin.id} className={pin === found ? 'on' : undefined}>
                <button
                  type="button"
                  className="photo-small"
                  aria-label={t.takeFace({ name: pin.name })}
                  aria-pressed={pin === found}
                  title={pin.name}
                  onClick={() => run(takePin, pin)}
                >
                  <Thumbnail src={pin.photo.thumbnail} />
                </button>
              </li>
            ))}
          </ul>
        )}
        <div className="photo-pair">
          <figure>
            <Thumbnail src={found.photo.thumbnail} />
            <figcaption>{t.yours}</figcaption>
          </figure>
          <figure>
            <Thumbnail src={found.thumbnail} />
            <figcaption>{t.theirs}</figcaption>
          </figure>
        </div>
        <MatchWords match={found.photo.match} place={first} />
        {fresh && blind !== null && (
          <p className="hint" title={blind}>
            {t.foundBlind}
          </p>
        )}
        <Strength found={found} />
        <div className="photo-ends">
          {canRefine && (
            <button
              type="button"
              className="btn small"
              title={t.refineHint}
              disabled={!idle}
              onClick={() => void run(refineFace, found.id)}
            >
              {t.refine}
            </button>
          )}
          {walks && (
            <button
              type="button"
              className="btn small"
              title={t.walkHint}
              onClick={() => run(showPanel, 'walk')}
            >
              {t.openWalk}
            </button>
          )}
        </div>
        <Readings found={found} />
      </Section>
    </div>
  );
}

/** A component of its own, so that only this part renders while the slider moves. */
function Strength({ found }: { found: FoundPin }) {
  const run = useRun();
  const t = useMessages(photoMessages);
  const amount = useSelect((state) => strengthOf(state, found));
  const percent = formatPercent(amount);
  return (
    <>
      <SliderRow
        className="photo-strength"
        lead={<span>{t.strength}</span>}
        label={t.strength}
        value={amount}
        min={0}
        max={1}
        fine={0.01}
        coarse={0.1}
        valueText={percent}
        output={percent}
        onChange={(next) => run(setStrength, found.id, next)}
      />
      <p className="hint">{t.strengthHint}</p>
    </>
  );
}
