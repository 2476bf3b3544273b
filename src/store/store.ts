/** The store, without React. Selectors and hooks are in files of their own. */
import { subscribeWithSelector } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { toPlainError } from '../base/errors.ts';
import { initialState } from './state/initialState.ts';
import type { Notice, State } from './state/state.ts';

export function createZscapeStore(start: Partial<State> = {}) {
  return createStore<State>()(subscribeWithSelector(() => ({ ...initialState, ...start })));
}

export type ZscapeStore = ReturnType<typeof createZscapeStore>;

let lastNotice = 0;

/** Shows the user a failure or a piece of news. The same sentence is never shown twice at a time. */
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
