/** A tab's work at one moment, to tell whether it is still the same later. */
import type { History } from '../../store/history/history.ts';
import { type Work, workNames, workOf } from '../../store/state/fields.ts';
import type { State, Undone } from '../../store/state/state.ts';

export interface ReadWork {
  model: State['model'];
  fields: Work;
  history: History<Undone> | null;
}

export function readWork(state: State): ReadWork {
  return { model: state.model, fields: workOf(state), history: state.history };
}

/** Compares all that is kept of the work, except for the small pictures of its acts, which come later. */
export function isSameWork(one: ReadWork, other: ReadWork): boolean {
  return (
    one.model === other.model &&
    workNames.every((name) => one.fields[name] === other.fields[name]) &&
    isSameHistory(one.history, other.history)
  );
}

function isSameHistory(one: History<Undone> | null, other: History<Undone> | null): boolean {
  if (one === other || one === null || other === null) return one === other;
  return (
    one.current === other.current &&
    one.nextId === other.nextId &&
    one.moments.size === other.moments.size &&
    [...one.moments].every(([id, { snapshot }]) => other.moments.get(id)?.snapshot === snapshot)
  );
}
