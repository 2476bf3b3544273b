import { useRef } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { openLesson } from '../../commands/lessons/lessons.ts';
import { tourMessages } from '../../commands/lessons/tours/messages.ts';
import { tours } from '../../commands/lessons/tours/tours.ts';
import { openDialog } from '../../commands/view/view.ts';
import { joinSentences } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { type LessonName, lessonNames } from '../../store/state/state.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { returnFocus } from '../parts/focusTrail.ts';
import { Check } from '../parts/icons.tsx';
import { lessonsMessages } from './messages.ts';
import { isFinished } from './useLesson.ts';
import './lessons.css';

/** Lists all lessons, the progress in each, and the button that opens it. */
export default function LessonsDialog() {
  const t = useMessages(lessonsMessages);
  const run = useRun();
  const opened = useRef(false);
  return (
    <Dialog
      title={t.title}
      hint={joinSentences([t.hint, t.keys])}
      className="lessons-dialog"
      onClose={() => run(openDialog, null)}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        if (opened.current) focusCard();
        else returnFocus();
      }}
    >
      <ol className="lessons-list">
        {lessonNames.map((name) => (
          <Entry
            key={name}
            name={name}
            onOpen={(step) => {
              opened.current = true;
              run(openLesson, name, step);
            }}
          />
        ))}
      </ol>
    </Dialog>
  );
}

function Entry({ name, onOpen }: { name: LessonName; onOpen: (step?: number) => void }) {
  const t = useMessages(lessonsMessages);
  const words = useMessages(tourMessages);
  const at = useSelect(({ lessons }) => lessons.at);
  const { title, about, steps } = tours[name];
  const finished = isFinished(at, name);
  const step = at[name] ?? 0;
  const lesson = title(words);
  const begun = step > 0 && !finished;
  return (
    <li>
      <h3>{lesson}</h3>
      <p>{about(words)}</p>
      <span className="lessons-state tab-nums">
        {finished && <Check size={13} strokeWidth={3} aria-hidden="true" />}
        {finished
          ? t.finished
          : begun
            ? t.at({ step: step + 1, of: steps.length })
            : t.steps({ of: steps.length })}
      </span>
      <button
        type="button"
        className={finished ? 'btn small' : 'btn small primary'}
        aria-label={
          finished ? t.takeAgain({ lesson }) : begun ? t.goOnWith({ lesson }) : t.startOne({ lesson })
        }
        onClick={() => onOpen(finished ? 0 : undefined)}
      >
        {finished ? t.again : begun ? t.goOn : t.start}
      </button>
    </li>
  );
}

/** Focuses the card, which may still be loading. */
function focusCard(tries = 40): void {
  const card = document.getElementById('lesson');
  card?.focus();
  if (!card && tries > 0) setTimeout(focusCard, 50, tries - 1);
}
