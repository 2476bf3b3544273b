import { useSelectShallow } from '../../store/hooks.ts';
import { movedBesides } from '../../store/select/attributes.ts';
import { Section } from '../parts/Section.tsx';

const shown = 6;
/** A movement of so many standard deviations or more is worth a look. */
const much = 0.25;
/** A movement of less than this cannot be seen. */
const least = 0.005;

/** The entanglement meter: attributes that the edit moves although their sliders are at rest. */
export function WhatElseMoved() {
  const moved = useSelectShallow((state) =>
    movedBesides(state)
      .slice(0, shown)
      .filter(({ deviations }) => Math.abs(deviations) >= least)
      .map(({ attribute, deviations }) => `${attribute.name}\n${deviations.toFixed(2)}`),
  );
  return (
    <Section title="What else moved" className="moved">
      {moved.length === 0 ? (
        <p className="hint">Nothing.</p>
      ) : (
        <ul>
          {moved.map((line) => {
            const [name, text] = line.split('\n');
            const deviations = Number(text);
            return (
              <li key={name} className={Math.abs(deviations) >= much ? 'hot' : ''}>
                {name}{' '}
                <b className="tab-nums">
                  {deviations < 0 ? '−' : '+'}
                  {Math.abs(deviations).toFixed(2)}
                </b>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
