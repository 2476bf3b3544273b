import { tryExample } from '../../commands/attributes/arithmetic.ts';
import { useRun } from '../../commands/hooks.ts';
import { useMessages } from '../../language/useMessages.ts';
import type { Attribute } from '../../store/state/state.ts';
import { Section } from '../parts/Section.tsx';
import { type Example, examplesFor } from './examples.ts';
import { arithmeticMessages } from './messages.ts';

/** Example expressions, each a button that tries it. */
export function Examples({ attributes, pins }: { attributes: readonly Attribute[]; pins: number }) {
  const run = useRun();
  const t = useMessages(arithmeticMessages);
  const examples = examplesFor(attributes);
  const meanings: Record<Example['meaning'], string> = {
    addAndSubtract: t.addAndSubtract,
    between: t.between,
    along: t.along,
    mix: t.mix,
    slerp: t.slerp,
    norm: t.norm,
  };
  const missing = examples.some((one) => one.pins > pins);
  return (
    <Section title={t.examples} hint={t.examplesHint}>
      <ul className="arithmetic-examples">
        {examples.map(({ text, meaning, pins: needed }) => (
          <li key={meaning}>
            <button type="button" onClick={() => run(tryExample, text, needed)}>
              <code>{text}</code>
            </button>
            <span>{meanings[meaning]}</span>
          </li>
        ))}
      </ul>
      {missing && <p className="hint">{t.pinsMissing}</p>}
      <p className="hint">{t.names}</p>
    </Section>
  );
}
