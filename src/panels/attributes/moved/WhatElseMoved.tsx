import { useId, useState } from 'react';
import { useFactorNames } from '../../../language/factors/factorNames.ts';
import { formatNumber } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelectShallow } from '../../../store/hooks.ts';
import { movedBesides } from '../../../store/select/attributes.ts';
import { ChevronDown } from '../../parts/icons.tsx';
import { Section } from '../../parts/Section.tsx';
import { useMediaQuery } from '../../parts/useMediaQuery.ts';
import { attributesMessages } from '../messages.ts';
import './moved.css';
import { attributeName } from '../words.ts';

const shown = 6;
/** A movement of this many standard deviations or more is worth a look. */
const much = 0.25;
/** A movement of less than this cannot be seen. */
const least = 0.005;

/** The entanglement meter: attributes that the edit moves although their sliders are at rest. On phones it folds. */
export function WhatElseMoved() {
  const t = useMessages(attributesMessages);
  useFactorNames();
  const lines = useSelectShallow((state) =>
    movedBesides(state)
      .slice(0, shown)
      .filter(({ deviations }) => Math.abs(deviations) >= least)
      .map(({ attribute, deviations }) => `${attributeName(attribute)}\n${deviations.toFixed(2)}`),
  );
  const folding = useMediaQuery('(max-width: 820px)');
  const list = <Moved lines={lines} />;
  if (folding) return <Folding count={lines.length}>{list}</Folding>;
  return (
    <Section title={t.whatElse} className="attributes-moved">
      {list}
    </Section>
  );
}

/** One line that says how much moved and unfolds the rest. */
function Folding({ count, children }: { count: number; children: React.ReactNode }) {
  const t = useMessages(attributesMessages);
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <section className="section attributes-moved folding" aria-labelledby={id}>
      <h2>
        <button
          type="button"
          className="attributes-moved-fold"
          aria-expanded={open}
          onClick={() => setOpen((before) => !before)}
        >
          <span id={id}>{t.whatElse}</span>
          {count > 0 && <b className="pill tab-nums">{count}</b>}
          <ChevronDown size={14} aria-hidden="true" />
        </button>
      </h2>
      {open && children}
    </section>
  );
}

function Moved({ lines }: { lines: readonly string[] }) {
  const t = useMessages(attributesMessages);
  if (lines.length === 0) return <p className="hint">{t.nothingElse}</p>;
  return (
    <ul>
      {lines.map((line) => {
        const [name, text] = line.split('\n');
        const deviations = Number(text);
        return (
          <li key={name} className={Math.abs(deviations) >= much ? 'hot' : ''}>
            {name}{' '}
            <b className="tab-nums">
              {deviations < 0 ? '−' : '+'}
              {formatNumber(Math.abs(deviations), 2, true)}
            </b>
          </li>
        );
      })}
    </ul>
  );
}
