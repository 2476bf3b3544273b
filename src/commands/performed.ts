/** Lets other code watch the user's commands; the first steps of a visit are ticked off this way. */
import type { Session } from '../session/session.ts';

/** A command, identified by its function: a copy with other keys counts as the same. */
export interface Performed {
  readonly perform: unknown;
}

type Listener = (command: Performed) => void;

const listeners = new WeakMap<Session, Set<Listener>>();

/** Calls back after each command that the user performs. @returns a function that ends this */
export function onPerformed(session: Session, listener: Listener): () => void {
  const all = listeners.get(session) ?? new Set();
  listeners.set(session, all.add(listener));
  return () => all.delete(listener);
}

export function tellPerformed(session: Session, command: Performed): void {
  for (const listener of listeners.get(session) ?? []) listener(command);
}
