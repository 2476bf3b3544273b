/** Keeps the history in step with the state. */

import type { ZscapeStore } from '../store.ts';
import { amend, record, rest, snapshotOf, startHistory } from './history.ts';

/** Begins anew: what came before belongs to another session. */
export function forgetActs(store: ZscapeStore): void {
  store.setState((state) => ({ history: startHistory(snapshotOf(state)) }));
}

/** Remembers the present state as what an act led to. @param drag as `record` takes it. */
export function rememberAct(store: ZscapeStore, name: string, drag: string | null): void {
  store.setState((state) =>
    state.history ? { history: record(state.history, name, snapshotOf(state), drag) } : {},
  );
}

/** Takes into the present moment what changed without anybody's act. */
export function amendAct(store: ZscapeStore): void {
  store.setState((state) => (state.history ? { history: amend(state.history, snapshotOf(state)) } : {}));
}

/** The hand let go, or a lesson is over: the next act is another step. */
export function endDrag(store: ZscapeStore, lesson = false): void {
  const { history } = store.getState();
  if (history?.drag) store.setState({ history: rest(history, lesson) });
}
