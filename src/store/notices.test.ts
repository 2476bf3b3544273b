import { describe, expect, it } from 'vitest';
import { ZscapeError } from '../base/errors.ts';
import { calmNotices, createZscapeStore, notify, settleNotices } from './store.ts';

const failure = (words: string) => new ZscapeError('ENGINE_FAILED', words);

describe('notices', () => {
  it('go with their reason, and no others do', () => {
    const store = createZscapeStore();
    notify(store, failure('no storage'), 'error', 'storage');
    notify(store, failure('no model'), 'error', 'load');
    notify(store, failure('for other reasons'));
    settleNotices(store, 'load');
    expect(store.getState().notices.map(({ error }) => error.message)).toEqual([
      'no storage',
      'for other reasons',
    ]);
  });

  it('about something the page has fixed by itself become news, which disappears after a while', () => {
    const store = createZscapeStore();
    notify(store, failure('lost'), 'error', 'engine');
    notify(store, failure('no model'), 'error', 'load');
    calmNotices(store, 'engine');
    expect(store.getState().notices.map(({ kind }) => kind)).toEqual(['info', 'error']);
  });

  it('leave the state alone if there is nothing to remove', () => {
    const store = createZscapeStore();
    notify(store, failure('no model'), 'error', 'load');
    const before = store.getState();
    settleNotices(store, 'storage');
    calmNotices(store, 'engine');
    expect(store.getState()).toBe(before);
  });
});
