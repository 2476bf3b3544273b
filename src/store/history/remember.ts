/** Keeps the history in step with the state. */
import { snapshotOf } from '../state/fields.ts';
import type { Undone } from '../state/state.ts';
import type { ZscapeStore } from '../store.ts';
import { amend, currentMoment, record, rest, rewrite, startHistory, update } from './history.ts';

/**
 * What a drag has led to that the history does not know yet. The history is told when the hand rests, so that a
 * single move costs neither a copy of the history nor a second change of the state.
 */
const ahead = new WeakMap<ZscapeStore, { moment: number; snapshot: Undone }>();

/** Tells the history what the present drag has led to so far. */
export function catchUp(store: ZscapeStore): void {
  const drag = ahead.get(store);
  ahead.delete(store);
  const { history } = store.getState();
  if (!drag || !history) return;
  const next = update(history, drag.moment, drag.snapshot);
  if (next !== history) store.setState({ history: next });
}

/** Begins a new history at the present state: what came before belongs to another session. */
export function forgetActs(store: ZscapeStore): void {
  ahead.delete(store);
  store.setState((state) => ({ history: startHistory(snapshotOf(state)) }));
}

/**
 * Remembers the present state as what an act led to.
 * @param drag as `record` takes it
 * @param later true for an act that ended some time after it began: what has been playing meanwhile is not its doing
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

/** Adds to the present moment what changed without anybody's act: everything, or only what changed since `before`. */
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
 * Changes a field in the state and in every moment alike, for what has always been so and only becomes known now:
 * undo must not lead to before it.
 * @param change returns its argument where there is nothing to change
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

/** Ends a drag because the hand let go, or a lesson because it is over: the next act is another step. */
export function endDrag(store: ZscapeStore, lesson = false): void {
  catchUp(store);
  const { history } = store.getState();
  if (history?.drag) store.setState({ history: rest(history, lesson) });
}

/**
 * A snapshot in which everything that playing moves is as it was before. Any act that moves these fields stops the
 * playing.
 */
function withoutPlay(now: Undone, { face, pull, walk, path }: Undone): Undone {
  return { ...now, face, pull, walk, path };
}

function changesSince(before: Undone, now: Undone): Partial<Undone> {
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => value !== before[name as keyof Undone]),
  );
}
