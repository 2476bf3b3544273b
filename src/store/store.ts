/** The store: zustand without React. Selectors and hooks stand in their own files. */
import { subscribeWithSelector } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { toPlainError } from '../base/errors.ts';
import { initialState, type Notice, type State } from './state/state.ts';

export function createZscapeStore(start: Partial<State> = {}) {
  return createStore<State>()(subscribeWithSelector(() => ({ ...initialState, ...start })));
}

export type ZscapeStore = ReturnType<typeof createZscapeStore>;

let lastNotice = 0;

/** Puts a failure before the user; the same sentence is not shown twice at once. */
export function notify(store: ZscapeStore, error: unknown, kind: Notice['kind'] = 'error'): void {
  const plain = toPlainError(error);
  store.setState(({ notices }) => ({
    notices: [
      ...notices.filter((notice) => notice.error.message !== plain.message),
      { id: ++lastNotice, kind, error: plain },
    ].slice(-3),
  }));
}

export function dismissNotice(store: ZscapeStore, id: number): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
