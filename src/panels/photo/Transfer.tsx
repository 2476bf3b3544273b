import { useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { keepDifference, putOnSide } from '../../commands/photo/difference.ts';
import { showPanel } from '../../commands/view/view.ts';
import { joinSentences } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { foundPins } from '../../store/select/photo.ts';
import type { Side } from '../../store/state/photo.ts';
import { accuracyInWords } from '../attributes/words.ts';
import { Choice } from '../parts/fields/Choice.tsx';
import { choices } from '../parts/fields/choices.ts';
import { Thumbnail } from '../parts/pictures/Thumbnail.tsx';
import { Section } from '../parts/Section.tsx';
import { photoMessages } from './messages.ts';

/** Turns pictures with something and pictures without it into a slider. */
export function Transfer() {
  const run = useRun();
  const t = useMessages(photoMessages);
  const found = useSelect(foundPins);
  const taughtCount = useSelect(({ taught }) => taught.length);
  const sides = useSelect(({ photos }) => photos.sides);
  const [name, setName] = useState('');
  const [kept, setKept] = useState<string | null>(null);
  const attribute = useSelect(({ taught }) => taught.find(({ id }) => id === kept) ?? null);
  if (found.length < 2) {
    return (
      <Section title={t.transfer}>
        <p className="hint">{t.transferNone}</p>
      </Section>
    );
  }
  const of = (side: Side) => found.map(({ id }) => id).filter((id) => sides[id] === side);
  const [without, having] = [of('without'), of('having')];
  const wanted = name.trim() || t.newName({ number: taughtCount + 1 });
  const keep = async () => {
    setKept((await run(keepDifference, wanted, without, having)?.catch(() => null)) ?? null);
  };
  return (
    <Section title={t.transfer} hint={t.transferHint}>
      <ul className="photo-sides">
        {found.map((pin) => (
          <li key={pin.id}>
            <Thumbnail src={pin.photo.thumbnail} size={36} />
            <span>{pin.name}</span>
            <Choice
              label={t.sides({ name: pin.name })}
              showLabel={false}
              value={sides[pin.id] ?? 'neither'}
              options={choices<Side | 'neither'>({
                neither: t.neither,
                without: t.without,
                having: t.having,
              })}
              onChange={(side) => run(putOnSide, pin.id, side === 'neither' ? null : side)}
            />
          </li>
        ))}
      </ul>
      <div className="photo-keep">
        <input
          aria-label={t.name}
          placeholder={t.newName({ number: taughtCount + 1 })}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <button
          type="button"
          className="btn small"
          disabled={without.length === 0 || having.length === 0}
          onClick={() => void keep()}
        >
          {t.keep}
        </button>
      </div>
      {attribute && (
        <div className="photo-kept" role="status" aria-label={t.transfer}>
          <p className="hint">
            {joinSentences([
              t.kept({ name: attribute.name }),
              attribute.accuracy ? accuracyInWords(attribute.accuracy) : t.unmeasured,
            ])}
          </p>
          <button type="button" className="btn small" onClick={() => run(showPanel, 'attributes')}>
            {t.openAttributes}
          </button>
        </div>
      )}
    </Section>
  );
}
