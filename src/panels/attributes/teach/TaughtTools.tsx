import { useEffect, useRef, useState } from 'react';
import {
  deleteTaught,
  endLesson,
  renameTaught,
  saveTaughtJson,
  saveTaughtNpy,
  setTaughtWay,
} from '../../../commands/attributes/teach.ts';
import { useRun } from '../../../commands/hooks.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { Choice } from '../../parts/fields/Choice.tsx';
import { laterPart, Part } from '../../parts/later/LaterPart.tsx';
import { attributesMessages } from '../messages.ts';
import { percentRight } from '../words.ts';
import './teach.css';

const teachDialog = laterPart(() => import('./TeachDialog.tsx'));

/** Actions on an attribute that the user taught. */
export function TaughtTools({ id }: { id: string }) {
  const run = useRun();
  const t = useMessages(attributesMessages);
  const taught = useSelect((state) => state.taught.find((one) => one.id === id));
  const [teaching, setTeaching] = useState(false);
  const tools = useRef<HTMLDivElement>(null);
  const wasTeaching = useRef(false);
  useEffect(() => {
    // A finished lesson leads to its slider.
    if (wasTeaching.current && !teaching) sliderAround(tools.current)?.focus();
    wasTeaching.current = teaching;
  }, [teaching]);
  if (!taught) return null;
  const { name, accuracy, means, way = 'boundary' } = taught;
  return (
    <>
      {means && (
        <div className="attributes-taught-way">
          <Choice
            label={t.along}
            value={way}
            options={[
              { value: 'boundary', label: t.boundary({ share: percentRight(accuracy) }) },
              { value: 'means', label: t.means({ share: percentRight(means.accuracy) }) },
            ]}
            onChange={(next) => void run(setTaughtWay, id, next)}
          />
          <p className="hint">{t.alongHint}</p>
        </div>
      )}
      <div className="attributes-taught-tools" ref={tools}>
        <input
          aria-label={t.attributeName}
          defaultValue={name}
          key={name}
          maxLength={60}
          onBlur={(event) => void run(renameTaught, id, event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
        />
        <button type="button" className="btn small" onClick={() => setTeaching(true)}>
          {t.teachMore}
        </button>
        <button type="button" className="btn small" onClick={() => void run(saveTaughtJson, id)}>
          {t.exportJson}
        </button>
        <button type="button" className="btn small" onClick={() => void run(saveTaughtNpy, id)}>
          {t.exportNpy}
        </button>
        <button type="button" className="btn small" onClick={() => void run(deleteTaught, id)}>
          {t.delete}
        </button>
        {teaching && (
          <Part
            of={teachDialog}
            broken="dialog"
            name="Teach an attribute"
            onGiveUp={() => setTeaching(false)}
            lesson={taught}
            onClose={() => {
              setTeaching(false);
              run(endLesson);
            }}
          />
        )}
      </div>
    </>
  );
}

function sliderAround(part: HTMLElement | null): HTMLInputElement | null {
  return part?.closest('[data-attribute]')?.querySelector<HTMLInputElement>('input[type=range]') ?? null;
}
