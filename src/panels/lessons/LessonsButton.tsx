import { useRun } from '../../commands/hooks.ts';
import { showLessons } from '../../commands/lessons/lessons.ts';
import { useMessages } from '../../language/useMessages.ts';
import { GraduationCap } from '../parts/icons.tsx';
import { lessonsMessages } from './messages.ts';

/** Opens the list of lessons from a panel. */
export function LessonsButton() {
  const t = useMessages(lessonsMessages);
  const run = useRun();
  return (
    <button type="button" className="btn small" aria-haspopup="dialog" onClick={() => run(showLessons)}>
      <GraduationCap size={15} aria-hidden="true" /> {t.title}
    </button>
  );
}
