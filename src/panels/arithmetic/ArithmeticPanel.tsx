import { useEffect, useMemo, useRef } from 'react';
import { setExpression, setGuard, showResult, takeExpression } from '../../commands/attributes/arithmetic.ts';
import { findAttributes } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { formatNumber } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { printName } from '../../latent/expression/index.ts';
import { useSelect, useZscapeStore } from '../../store/hooks.ts';
import { attributesOf } from '../../store/select/attributes.ts';
import { withoutTwins } from '../../store/select/attributeTwins.ts';
import { isShown, outcomeOf } from '../../store/select/expressionOutcome.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { CheckLine } from '../parts/fields/CheckLine.tsx';
import { Section } from '../parts/Section.tsx';
import { Analogy } from './Analogy.tsx';
import { Chips } from './Chips.tsx';
import { Examples } from './Examples.tsx';
import { ExpressionField } from './ExpressionField.tsx';
import { insertTerm } from './insertTerm.ts';
import { arithmeticMessages } from './messages.ts';
import './arithmetic.css';

/** An expression over pins and attributes. The canvas shows its face as it is typed. */
export default function ArithmeticPanel() {
  const run = useRun();
  const t = useMessages(arithmeticMessages);
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
      <Section title={t.title}>
        <ExpressionField
          text={text}
          outcome={outcome}
          field={field}
          onType={(next) => run(setExpression, next)}
          onDropTerm={insert}
        />
        <div className="arithmetic-expression-below">
          <CheckLine label={t.guard} checked={guard} onChange={(on) => run(setGuard, on)} />
          {outcome.kind === 'face' && (
            <span className="tab-nums">
              |z| {formatNumber(outcome.magnitude, 1, true)}
              {guard && ` → ${formatNumber(outcome.radius, 1, true)}`}
            </span>
          )}
          {outcome.kind === 'face' && !shown && (
            <button type="button" className="btn small" onClick={() => run(showResult)}>
              {t.showResult}
            </button>
          )}
        </div>
        <p className="hint">{model?.latent.normalised ? t.guardExportOnly : t.guardHint}</p>
        {pins.length === 0 && <p className="hint">{t.pinFirst}</p>}
        <Chips
          pins={pins}
          attributes={withoutTwins(attributes).map(({ attribute }) => attribute)}
          print={printName}
          onUse={insert}
        />
      </Section>
      <Analogy pins={pins} />
      <Examples attributes={attributes} pins={pins.length} />
    </>
  );
}
