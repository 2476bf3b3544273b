/**
 * Lessons: choosing one, going through its steps, and ending it. Their content is in `tours`, which is loaded when one is
 * opened.
 */
import type { LessonName } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

/** Shows the list of the lessons. */
export const showLessons: Command = {
  name: 'Lessons',
  undo: 'none',
  perform: ({ store }) => store.setState({ dialog: 'lessons' }),
};

/** Opens a lesson at a step, by default where it was left. The visitor's work so far stays as it is. */
export const openLesson: Command<[name: LessonName, step?: number]> = {
  name: 'Take a lesson',
  undo: 'none',
  perform: ({ store }, name, step) =>
    store.setState(({ lessons: { at } }) => ({
      lessons: { open: name, at: { ...at, [name]: step ?? at[name] ?? 0 } },
      dialog: null,
      onlyPicture: false,
    })),
};

/** Goes to a step of the open lesson. */
export const goToStep: Command<[step: number]> = {
  name: 'Go to a step of the lesson',
  applies: ({ lessons }) => lessons.open !== null,
  undo: 'none',
  perform: ({ store }, step) =>
    store.setState(({ lessons: { open, at } }) =>
      open === null ? {} : { lessons: { open, at: { ...at, [open]: Math.max(0, step) } } },
    ),
};

/** Ends the open lesson. Opening it again resumes it where it was left. */
export const endLesson: Command = {
  name: 'End the lesson',
  applies: ({ lessons }) => lessons.open !== null,
  undo: 'none',
  perform: ({ store }) => store.setState(({ lessons }) => ({ lessons: { ...lessons, open: null } })),
};
