/**
 * What a user can do. A command has a name and perhaps keys, says when it applies and what undo makes of it, and does
 * one thing. Panels, keyboard and dialogs all go through `runCommand`.
 */
import { isAbort } from '../base/errors.ts';
import type { Session } from '../session/session.ts';
import { amendAct, rememberAct } from '../store/history/remember.ts';
import { snapshotOf } from '../store/state/fields.ts';
import type { State } from '../store/state/state.ts';
import { notify } from '../store/store.ts';

/**
 * What undo makes of a command.
 * - `step`: the user did it, and it is one step of undo.
 * - `{ drag }`: like `step`, but calls with the same mark are one step until the hand lets go.
 * - `joins`: nobody asked for it (a panel fills in what it needs), so what it changes belongs to the step before.
 *   Such a command does its work at once.
 * - `itself`: it moves through the history, or puts a step of its own there once its work is done.
 * - `none`: it changes nothing that undo brings back.
 */
type UndoPolicy<Args extends unknown[]> =
  | 'step'
  | 'joins'
  | 'itself'
  | 'none'
  | { drag: (...args: Args) => string };

export interface Command<Args extends unknown[] = [], Result = void> {
  /** The name that buttons and lists show. */
  name: string;
  /** `KeyboardEvent.key` values, any of which calls it from anywhere outside a text field. */
  keys?: readonly string[];
  /** When it can be done; always when left out. */
  applies?: (state: State) => boolean;
  undo: UndoPolicy<Args>;
  /** The caller shows what goes wrong where the user is looking. */
  showsOwnErrors?: true;
  perform: (session: Session, ...args: Args) => Result;
}

/** Performs a command if it applies. A failure is shown to the user and changes nothing else. */
export function runCommand<Args extends unknown[], Result>(
  session: Session,
  command: Command<Args, Result>,
  ...args: Args
): Result | undefined {
  const { store } = session;
  if (command.applies && !command.applies(store.getState())) return undefined;
  const report = (error: unknown) => {
    // What the user cancelled is no failure.
    if (!command.showsOwnErrors && !isAbort(error)) notify(store, error);
  };
  const remember = prepareHistory(session, command, args);
  try {
    const result = command.perform(session, ...args);
    if (result instanceof Promise) result.then(() => remember(true), report);
    else remember(false);
    return result;
  } catch (error) {
    report(error);
    return undefined;
  }
}

/**
 * Prepares the history for a command.
 * @returns what to call after it; `later` says whether the command ended some time after it began
 */
function prepareHistory<Args extends unknown[], Result>(
  { store }: Session,
  { name, undo }: Command<Args, Result>,
  args: Args,
): (later: boolean) => void {
  if (undo === 'none') return () => {};
  if (undo === 'joins') {
    const before = snapshotOf(store.getState());
    return () => amendAct(store, before);
  }
  const drag = typeof undo === 'object' ? undo.drag(...args) : null;
  // What moved by itself since the last act (a walk that played) is a step of its own.
  if (drag === null || drag !== store.getState().history?.drag) rememberAct(store, 'Walk', null);
  return undo === 'itself' ? () => {} : (later) => rememberAct(store, name, drag, later);
}
