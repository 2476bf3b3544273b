/** Keeps the history in step with the state. */
import { snapshotOf } from '../state/fields.ts';
import type { Undone } from '../state/state.ts';
import type { ZscapeStore } from '../store.ts';
import { amend, currentMoment, record, rest, rewrite, startHistory, update } from './history.ts';

/**
 * What a drag has led to so far. The history is told only when the drag pauses, so a single move costs neither a copy of
 * the history nor a second change of the state.
 */
const ahead = new WeakMap<ZscapeStore, { moment: number; snapshot: Undone }>();

/** Writes the result of the current drag so far into the history. */
export function catchUp(store: ZscapeStore): void {
  const drag = ahead.get(store);
  ahead.delete(store);
  const { history } = store.getState();
  if (!drag || !history) return;
  const next = update(history, drag.moment, drag.snapshot);
  if (next !== history) store.setState({ history: next });
}

/** Starts a new history at the current state: everything before belongs to another session. */
export function forgetActs(store: ZscapeStore): void {
  ahead.delete(store);
  store.setState((state) => ({ history: startHistory(snapshotOf(state)) }));
}

/**
 * Records the current state as the result of an act.
 * @param drag as for `record`
 * @param later true for an act that ended some time after it began: changes made by playing in between are not part of it
 */
export function rememberAct(store: ZscapeStore, name: string, drag: string | null, later = false): void {
  const state = store.getState();
  const { history, playing } = state;
  if (!history) return;
  const now = snapshotOf(state);
  const unwritten = ahead.get(store);
  const before = unwritten?.moment === history.current ? unwritten.snapshot : currentMoment(history).snapshot;
  const snapshot = later && playing ? withoutPlay(now, before) : now;
  if (drag !== null && drag === history.drag) {
    ahead.set(store, { moment: history.current, snapshot });
    return;
  }
  catchUp(store);
  store.setState((caughtUp) => ({
    history: caughtUp.history && record(caughtUp.history, name, snapshot, drag),
  }));
}

/** Adds changes made by no act to the current moment: all of them, or only those since `before`. */
export function amendAct(store: ZscapeStore, before?: Undone): void {
  catchUp(store);
  store.setState((state) => {
    const { history } = state;
    if (!history) return {};
    const now = snapshotOf(state);
    return { history: amend(history, before ? changesSince(before, now) : now) };
  });
}

/**
 * Changes a field in the state and in every moment alike, for a fact that has always been true and only now becomes
 * known: undo must not lead back to the time before it was known.
 * @param change returns its argument if there is nothing to change
 */
export function changeThroughout<Name extends keyof Undone>(
  store: ZscapeStore,
  name: Name,
  change: (value: Undone[Name]) => Undone[Name],
): void {
  catchUp(store);
  store.setState((state) => {
    // Moments that shared a value before still share it afterwards.
    const changed = new Map<Undone[Name], Undone[Name]>();
    const changeOnce = <S extends Undone>(then: S): S => {
      if (!changed.has(then[name])) changed.set(then[name], change(then[name]));
      return { ...then, [name]: changed.get(then[name]) };
    };
    return { ...changeOnce(state), history: state.history && rewrite(state.history, changeOnce) };
  });
}

/** Ends a drag because the pointer was released, or a lesson because it is over: the next act is a separate step. */
export function endDrag(store: ZscapeStore, lesson = false): void {
  catchUp(store);
  const { history } = store.getState();
  if (history?.drag) store.setState({ history: rest(history, lesson) });
}

/**
 * Returns a snapshot in which every field that playing moves is as before. Any act that moves these fields stops the
 * playing.
 */
function withoutPlay(now: Undone, { face, pull, walk, path, network }: Undone): Undone {
  return { ...now, face, pull, walk, path, network };
}

function changesSince(before: Undone, now: Undone): Partial<Undone> {
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => value !== before[name as keyof Undone]),
  );
}
