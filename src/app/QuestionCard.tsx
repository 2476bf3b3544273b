import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useMessages } from '../language/useMessages.ts';
import { returnFocus } from '../panels/parts/focusTrail.ts';
import { pageMessages } from './page/messages.ts';

/** A question over the picture. It blocks nothing else, so users can go on without answering it. */
export function QuestionCard({
  title,
  yes,
  onAnswer,
  children,
}: {
  title: ReactNode;
  /** The label of the button that agrees. */
  yes: string;
  onAnswer: (agrees: boolean) => void;
  children: ReactNode;
}) {
  const t = useMessages(pageMessages);
  const card = useRef<HTMLElement>(null);
  const id = useId();
  // The card gets the focus, not one of its buttons, so a key that was meant for the page does not answer the question.
  useEffect(() => {
    card.current?.focus();
    return () => void setTimeout(returnFocus);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onAnswer(false);
  };
  return (
    <section
      ref={card}
      className="notice address-question"
      role="dialog"
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <h2 id={id}>{title}</h2>
      {children}
      <div className="dialog-actions">
        <button type="button" className="btn" onClick={() => onAnswer(false)}>
          {t.notNow}
        </button>
        <button type="button" className="btn primary" onClick={() => onAnswer(true)}>
          {yes}
        </button>
      </div>
    </section>
  );
}
