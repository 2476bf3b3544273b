import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { goToMoment } from '../../commands/work/undo.ts';
import { useMessages } from '../../language/useMessages.ts';
import { branches, type Moment } from '../../store/history/history.ts';
import { useSelect } from '../../store/hooks.ts';
import type { Undone } from '../../store/state/state.ts';
import { historyMessages } from './messages.ts';
import './history.css';

/**
 * Lists every step by name, latest first; pressing one goes to it. The user's own branch comes first, then every other branch
 * from where it forks.
 */
export function HistoryList() {
  const t = useMessages(historyMessages);
  const history = useSelect((state) => state.history);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // The arrow keys start at the current step, which is scrolled into view.
    const current = list.current?.querySelector<HTMLElement>('[aria-current]');
    current?.scrollIntoView({ block: 'nearest' });
    current?.focus({ preventScroll: true });
  }, []);
  if (!history) return null;
  return (
    <ol ref={list} className="history-rows" aria-label={t.history} onKeyDown={moveAmongSteps}>
      {branches(history).map((branch, index) => (
        <li key={branch[0]?.id}>
          {index > 0 && <p className="history-branch">{t.otherBranch}</p>}
          {branch.toReversed().map((step) => (
            <Step key={step.id} step={step} current={step.id === history.current} />
          ))}
        </li>
      ))}
    </ol>
  );
}

function Step({ step: { id, name, thumbnail }, current }: { step: Moment<Undone>; current: boolean }) {
  const run = useRun();
  return (
    <button
      type="button"
      className={current ? 'moment on' : 'moment'}
      aria-current={current ? 'step' : undefined}
      onClick={() => run(goToMoment, id)}
    >
      {thumbnail ? <img src={thumbnail} alt="" /> : <i />}
      <span>{name}</span>
    </button>
  );
}

/** Up and down go from step to step, Home and End to the ends. */
function moveAmongSteps(event: KeyboardEvent<HTMLElement>): void {
  const steps = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const at = steps.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: steps.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  steps[Math.min(steps.length - 1, Math.max(0, to))]?.focus();
}
