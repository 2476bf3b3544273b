import { useEffect, useMemo, useState } from 'react';
import { findAttributes } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { useFactorNames } from '../../language/factors/factorNames.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect, useSelectShallow } from '../../store/hooks.ts';
import type { Reading } from '../../store/select/photo.ts';
import { type FoundPin, readOff } from '../../store/select/photo.ts';
import { amountInWords, attributeName, endsOf, signed } from '../attributes/words.ts';
import { photoMessages } from './messages.ts';

const fewest = 8;

/** The attributes of the face, such as "Glasses +2.1". */
export function Readings({ found }: { found: FoundPin }) {
  const run = useRun();
  const t = useMessages(photoMessages);
  useFactorNames();
  const model = useSelect((state) => state.model);
  const [all, setAll] = useState(false);
  useEffect(() => {
    if (model) void run(findAttributes);
  }, [run, model]);
  const known = useSelectShallow(({ attributes, taught, model: now }) => ({
    attributes,
    taught,
    model: now,
  }));
  const readings = useMemo(() => readOff(known, found.z), [known, found.z]);
  if (readings.length === 0) return null;
  const shown = all ? readings : readings.slice(0, fewest);
  return (
    <div className="photo-reads">
      <h3>{t.reads}</h3>
      <ul>
        {shown.map((reading) => (
          <li key={reading.id} title={amountInWords(reading.deviations, reading)}>
            {t.readOne({ name: nameOf(reading), amount: signed(reading.deviations) })}
          </li>
        ))}
      </ul>
      <p className="hint">{t.readsHint}</p>
      {readings.length > fewest && (
        <button type="button" className="btn small ghost" onClick={() => setAll(!all)}>
          {all ? t.fewer : t.all({ number: readings.length })}
        </button>
      )}
    </div>
  );
}

/** Names a slider that has two named ends after the end nearer to the face. */
function nameOf(reading: Reading): string {
  const ends = endsOf(reading);
  const name = attributeName(reading);
  return ends ? `${name} (${ends[reading.deviations < 0 ? 0 : 1]})` : name;
}
