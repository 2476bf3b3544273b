/** The store, without React. Selectors and hooks are in files of their own. */
import { subscribeWithSelector } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { toPlainError } from '../base/errors.ts';
import { initialState } from './state/initialState.ts';
import type { Notice, NoticeReason, State } from './state/state.ts';

export function createZscapeStore(start: Partial<State> = {}) {
  return createStore<State>()(subscribeWithSelector(() => ({ ...initialState, ...start })));
}

export type ZscapeStore = ReturnType<typeof createZscapeStore>;

let lastNotice = 0;

/**
 * Shows the user a failure or a piece of news. The same sentence is never shown twice at a time.
 * @param about the reason, if it can end: `settleNotices` then removes the notice
 */
export function notify(
  store: ZscapeStore,
  error: unknown,
  kind: Notice['kind'] = 'error',
  about?: NoticeReason,
): void {
  const plain = toPlainError(error);
  store.setState(({ notices }) => ({
    notices: [
      ...notices.filter((notice) => notice.error.message !== plain.message),
      { id: ++lastNotice, kind, error: plain, about },
    ].slice(-3),
  }));
}

/** Removes the notices whose reason is gone: the failed work was repeated with success, or is no longer wanted. */
export function settleNotices(store: ZscapeStore, about: NoticeReason): void {
  const { notices } = store.getState();
  const left = notices.filter((notice) => notice.about !== about);
  if (left.length < notices.length) store.setState({ notices: left });
}

/** Turns notices of failures that the page has fixed by itself into news, which disappears after a while. */
export function calmNotices(store: ZscapeStore, about: NoticeReason): void {
  const { notices } = store.getState();
  const isOpen = (notice: Notice) => notice.about === about && notice.kind === 'error';
  if (!notices.some(isOpen)) return;
  store.setState({
    notices: notices.map((notice) => (isOpen(notice) ? { ...notice, kind: 'info' } : notice)),
  });
}

export function dismissNotice(store: ZscapeStore, id: number): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
