/**
 * The things a user can do. A command has a name and perhaps keys, says when it applies and how undo treats it, and does
 * one thing. Panels, keyboard and dialogs all go through `runCommand`.
 */
import { isAbort } from '../base/errors.ts';
import type { Session } from '../session/session.ts';
import { amendAct, rememberAct } from '../store/history/remember.ts';
import { snapshotOf } from '../store/state/fields.ts';
import type { State } from '../store/state/state.ts';
import { notify, settleNotices } from '../store/store.ts';
import { tellPerformed } from './performed.ts';

/**
 * How undo treats a command.
 * - `step`: the user did it, and it is one step of undo.
 * - `{ drag }`: like `step`, but calls with the same mark are one step until the drag ends.
 * - `joins`: nobody asked for it (a panel fills in what it needs), so its changes belong to the previous step. Such a
 *   command must be synchronous.
 * - `itself`: it moves through the history, or adds its own step once its work is done.
 * - `none`: it changes nothing that undo restores.
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
  /** When it can be done; always when omitted. */
  applies?: (state: State) => boolean;
  undo: UndoPolicy<Args>;
  /** The caller shows errors itself, where the user is looking. */
  showsOwnErrors?: true;
  perform: (session: Session, ...args: Args) => Result;
  /** Ends whatever lasts as long as the command's key is held. */
  release?: (session: Session) => void;
}

/** Performs a command if it applies. A failure is shown to the user, until the command succeeds, and changes nothing else. */
export function runCommand<Args extends unknown[], Result>(
  session: Session,
  command: Command<Args, Result>,
  ...args: Args
): Result | undefined {
  const { store } = session;
  if (command.applies && !command.applies(store.getState())) return undefined;
  const failing = `command ${command.name}` as const;
  const report = (error: unknown) => {
    // Cancelling is not a failure.
    if (!command.showsOwnErrors && !isAbort(error)) notify(store, error, 'error', failing);
  };
  const succeed = (later: boolean) => {
    settleNotices(store, failing);
    remember(later);
  };
  const remember = prepareHistory(session, command, args);
  try {
    const result = command.perform(session, ...args);
    tellPerformed(session, command);
    if (result instanceof Promise) result.then(() => succeed(true), report);
    else succeed(false);
    return result;
  } catch (error) {
    report(error);
    return undefined;
  }
}

/**
 * Prepares the history for a command.
 * @returns the function to call after it; `later` says whether the command ended some time after it began
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
  // Movement without an act since the last one (a walk that played) is a separate step.
  if (drag === null || drag !== store.getState().history?.drag) rememberAct(store, 'Walk', null);
  return undo === 'itself' ? () => {} : (later) => rememberAct(store, name, drag, later);
}
