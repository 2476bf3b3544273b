import { type DragEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useMessages } from '../../language/useMessages.ts';
import type { Outcome } from '../../store/select/expressionOutcome.ts';
import { ErrorWords } from '../parts/ErrorWords.tsx';
import { draggedTerm } from './dragTerm.ts';
import { arithmeticMessages } from './messages.ts';

/** The field for the expression. Errors are underlined, with a sentence right below the character. */
export function ExpressionField({
  text,
  outcome,
  field,
  onType,
  onDropTerm,
}: {
  text: string;
  outcome: Outcome;
  field: RefObject<HTMLTextAreaElement | null>;
  onType: (text: string) => void;
  onDropTerm: (term: string) => void;
}) {
  const t = useMessages(arithmeticMessages);
  const mark = useRef<HTMLElement>(null);
  const [left, setLeft] = useState(0);
  const span = outcome.kind === 'error' ? outcome.span : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark stands elsewhere after every change of these
  useLayoutEffect(() => setLeft(mark.current?.offsetLeft ?? 0), [text, span?.from, span?.to]);
  const onDrop = (event: DragEvent) => {
    const term = draggedTerm(event);
    if (term === null) return;
    event.preventDefault();
    onDropTerm(term);
  };
  return (
    <div className="arithmetic-expression" data-try="expression">
      <div className="arithmetic-expression-text">
        <div className="arithmetic-expression-mirror" aria-hidden="true">
          {span ? (
            <>
              {text.slice(0, span.from)}
              <mark ref={mark}>{text.slice(span.from, span.to) || ' '}</mark>
              {text.slice(span.to)}
            </>
          ) : (
            text
          )}{' '}
        </div>
        <textarea
          ref={field}
          aria-label={t.expression}
          aria-invalid={span !== null}
          aria-describedby={span ? 'expression-error' : undefined}
          placeholder="A - B + C"
          rows={1}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          value={text}
          onChange={(event) => onType(event.currentTarget.value.replace(/[\r\n]+/g, ' '))}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault();
          }}
          onDragOver={(event) => {
            if (event.dataTransfer.types.includes('text/plain')) event.preventDefault();
          }}
          onDrop={onDrop}
        />
      </div>
      {outcome.kind === 'error' && (
        <p
          id="expression-error"
          role="alert"
          className="arithmetic-expression-error"
          style={{ '--at': `${left}px` } as React.CSSProperties}
        >
          <ErrorWords error={{ code: 'EXPRESSION_INVALID', message: outcome.message }} />{' '}
          <span className="arithmetic-expression-place tab-nums">
            {t.character({ place: outcome.span.from + 1 })}
          </span>
        </p>
      )}
    </div>
  );
}
