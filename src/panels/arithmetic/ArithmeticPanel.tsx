import { useEffect, useMemo, useRef } from 'react';
import { setExpression, setGuard, showResult, takeExpression } from '../../commands/attributes/arithmetic.ts';
import { findAttributes } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { printName } from '../../latent/expression/index.ts';
import { useSelect, useZscapeStore } from '../../store/hooks.ts';
import { attributesOf } from '../../store/select/attributes.ts';
import { isShown, outcomeOf } from '../../store/select/expressionOutcome.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { CheckLine } from '../parts/fields/CheckLine.tsx';
import { Section } from '../parts/Section.tsx';
import { Analogy } from './Analogy.tsx';
import { Chips } from './Chips.tsx';
import { ExpressionField } from './ExpressionField.tsx';
import { insertTerm } from './insertTerm.ts';
import './arithmetic.css';

const written: readonly [form: string, meaning: string][] = [
  ['A - B + C', 'take away and add'],
  ['0.5*(A + B)', 'between the two, as mean(A, B) is'],
  ['A + 1.5 "PCA 1"', 'one and a half standard deviations along'],
  ['mix(A, B, 0.3)', '30 % of the way, straight'],
  ['slerp(A, B, 0.3)', 'the same on the sphere'],
  ['norm(A - B)', 'brought to the magnitude of a sample'],
];

/** An expression over kept faces and attributes. Its face is on the canvas as it is typed. */
export default function ArithmeticPanel() {
  const run = useRun();
  const store = useZscapeStore();
  const model = useSelect((state) => state.model);
  const pins = useSelect(pinsOfModel);
  const attributes = useSelect(attributesOf);
  const { text, guard } = useSelect((state) => state.arithmetic);
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  useEffect(() => {
    if (model) void run(findAttributes);
  }, [run, model]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: pins, attributes and model are what the names mean
  const outcome = useMemo(
    () => outcomeOf(store.getState(), text, guard),
    [store, text, guard, pins, attributes, model],
  );
  const shown = useSelect((state) => isShown(state, outcome));
  useEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const insert = (term: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
    const next = insertTerm(text, selectionStart, selectionEnd, term);
    caret.current = next.caret;
    run(takeExpression, next.text);
  };
  return (
    <>
      <Section title="Arithmetic with faces">
        <ExpressionField
          text={text}
          outcome={outcome}
          field={field}
          onType={(next) => run(setExpression, next)}
          onDropTerm={insert}
        />
        <div className="expression-below">
          <CheckLine label="Norm guard" checked={guard} onChange={(on) => run(setGuard, on)} />
          {outcome.kind === 'face' && (
            <span className="tab-nums">
              |z| {outcome.magnitude.toFixed(1)}
              {guard && ` → ${outcome.radius.toFixed(1)}`}
            </span>
          )}
          {outcome.kind === 'face' && !shown && (
            <button type="button" className="btn small" onClick={() => run(showResult)}>
              Show the result
            </button>
          )}
        </div>
        <p className="hint">
          {model?.latent.normalised
            ? 'This network looks at the direction of z alone: the guard changes what is exported, not the picture.'
            : 'The guard brings the result to the magnitude at which the model was trained.'}
        </p>
        {pins.length === 0 && (
          <p className="hint">
            Keep a few faces with P: they are A, B, C and so on, in the order of the tray.
          </p>
        )}
        <Chips pins={pins} attributes={attributes} print={printName} onTake={insert} />
      </Section>
      <Analogy pins={pins} />
      <Section title="What can be written">
        <dl className="written">
          {written.map(([form, meaning]) => (
            <div key={form}>
              <dt>
                <code>{form}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <p className="hint">Faces also go by their names; names with spaces stand in quotes.</p>
      </Section>
    </>
  );
}
