import { tourMessages } from '../../commands/lessons/tours/messages.ts';
import { tours } from '../../commands/lessons/tours/tours.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { Check } from '../parts/icons.tsx';
import { lessonsMessages } from './messages.ts';
import { useCardPlace } from './useCardPlace.ts';
import { useLesson } from './useLesson.ts';
import './lessons.css';

/**
 * The card of the open lesson: it says what to do with a marked control of the page, and explains the result. It watches the state, so
 * it does not matter how the visitor does it.
 * @param docked the card stands at the foot of the panel, because there is no room beside the controls
 */
export default function LessonCard({ docked }: { docked: boolean }) {
  const name = useSelect(({ lessons }) => lessons.open);
  return name && <OpenLesson key={name} name={name} docked={docked} />;
}

function OpenLesson({ name, docked }: { name: keyof typeof tours; docked: boolean }) {
  const t = useMessages(lessonsMessages);
  const words = useMessages(tourMessages);
  const { card, main, control, index, steps, ...lesson } = useLesson(name, t, words);
  useCardPlace(card, control, docked);
  return (
    <section
      id="lesson"
      ref={card}
      className={docked ? 'lesson docked' : 'lesson'}
      tabIndex={-1}
      aria-labelledby="lesson-title"
      aria-describedby="lesson-words"
    >
      <div className="lesson-head">
        <h2 id="lesson-title">
          <span className="unseen">{t.lesson({ lesson: '' })}</span>
          {tours[name].title(words)}
        </h2>
        <span className="lesson-at tab-nums">{t.at({ step: index + 1, of: steps })}</span>
      </div>
      <p id="lesson-words">
        {lesson.wasDone && (
          <b className="lesson-done">
            <Check size={14} strokeWidth={3} aria-hidden="true" /> {t.done}
          </b>
        )}{' '}
        {lesson.text}
      </p>
      {lesson.where && <p className="lesson-where">{lesson.where}</p>}
      <div className="lesson-buttons">
        <button
          type="button"
          ref={main}
          className={lesson.over ? 'btn small primary' : 'btn small ghost'}
          aria-keyshortcuts="F6"
          onClick={lesson.goOn}
        >
          {lesson.goOnText}
        </button>
        {lesson.showMe && (
          <button type="button" className="btn small" onClick={lesson.showMe}>
            {t.showMe}
          </button>
        )}
        <span className="lesson-room" />
        {index > 0 && (
          <button type="button" className="btn small ghost" onClick={lesson.back}>
            {t.back}
          </button>
        )}
        <button
          type="button"
          className="btn small ghost"
          title={t.endHint}
          aria-keyshortcuts="Escape"
          onClick={lesson.end}
        >
          {t.end}
        </button>
      </div>
    </section>
  );
}
