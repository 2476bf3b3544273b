/** What a user can do: a name, its keys, when it applies, what it does. Panels, keyboard and dialogs all go through `perform`. */
import { isAbort } from '../base/errors.ts';
import type { Session } from '../session/session.ts';
import { amendAct, rememberAct } from '../store/history/remember.ts';
import type { State } from '../store/state/state.ts';
import { notify } from '../store/store.ts';

export interface Command<Args extends unknown[] = [], Result = void> {
  /** As a button or a list shows it. */
  name: string;
  /** `KeyboardEvent.key` values, any of which calls it from anywhere outside a text field. */
  keys?: readonly string[];
  /** Left out: always. */
  applies?: (state: State) => boolean;
  /** Acts with the same mark, while the hand does not let go, are one step of undo. */
  drag?: (...args: Args) => string;
  /** Nobody's act (a panel fills in what it needs): it is no step of undo. */
  unasked?: true;
  /** Changes nothing that undo brings back: what plays meanwhile is not taken for its doing. */
  passive?: true;
  /** The caller shows what goes wrong, in its own place. */
  showsOwnErrors?: true;
  perform: (session: Session, ...args: Args) => Result;
}

/** Performs a command if it applies; a failure is put before the user and changes nothing else. */
export function runCommand<Args extends unknown[], Result>(
  session: Session,
  command: Command<Args, Result>,
  ...args: Args
): Result | undefined {
  if (command.applies && !command.applies(session.store.getState())) return undefined;
  const report = (error: unknown) => {
    // What the user cancelled is no failure.
    if (!command.showsOwnErrors && !isAbort(error)) notify(session.store, error);
  };
  const { store } = session;
  const drag = command.drag?.(...args) ?? null;
  const remember = () => {
    if (command.passive) return;
    if (command.unasked) amendAct(store);
    else rememberAct(store, command.name, drag);
  };
  // What moved by itself since the last act (a walk that played) is a step of its own.
  if (!command.passive && !command.unasked && (drag === null || drag !== store.getState().history?.drag))
    rememberAct(store, 'Walk', null);
  try {
    const result = command.perform(session, ...args);
    if (result instanceof Promise) result.then(remember, report);
    else remember();
    return result;
  } catch (error) {
    report(error);
    return undefined;
  }
}
