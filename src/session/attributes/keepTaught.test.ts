/** Taught attributes on a real database: writes that fail, stores that are emptied, records that were damaged. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Taught } from '../../store/state/state.ts';
import { createZscapeStore } from '../../store/store.ts';
import { inLibrary } from '../saved/database.ts';
import { setAsideOf } from '../saved/kept/setAside.ts';
import { loadTaught, putTaught, removeTaught } from './keepTaught.ts';
import { readFoundDirections, readTaught } from './taughtSchema.ts';

const settled = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));

function taught(id: string): Taught {
  const direction = new Float32Array(8).fill(0.5);
  const accuracy = { share: 0.9, interval: [0.8, 0.95] as [number, number], total: 40 };
  return {
    ...{
      id,
      model: 'tiny',
      name: `Attribute ${id}`,
      direction,
      threshold: 0.25,
      accuracy,
      created: id.charCodeAt(0),
    },
    means: { direction, accuracy },
    way: 'means',
    marks: [{ seed: 7, yes: true }],
  };
}

beforeEach(
  () =>
    new Promise<void>((resolve) => {
      indexedDB.deleteDatabase('zscape').onsuccess = () => resolve();
    }),
);
afterEach(() => vi.restoreAllMocks());

const kept = async () => (await inLibrary((library) => library.getAllKeys('taught'))).sort();

describe('taught attributes', () => {
  it('are restored as they were', async () => {
    const first = createZscapeStore();
    await loadTaught(first);
    putTaught(first, taught('a'));
    putTaught(first, taught('b'));
    await settled();
    const second = createZscapeStore();
    await loadTaught(second);
    expect(second.getState().taught).toEqual([taught('a'), taught('b')]);
    removeTaught(second, 'a');
    await settled();
    expect(await kept()).toEqual(['b']);
  });

  it('are written again after the database was deleted, or a write failed', async () => {
    const store = createZscapeStore();
    await loadTaught(store);
    putTaught(store, taught('a'));
    await settled();
    await new Promise((resolve) => {
      indexedDB.deleteDatabase('zscape').onsuccess = resolve;
    });
    putTaught(store, taught('b'));
    await settled();
    expect(await kept()).toEqual(['a', 'b']);
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    putTaught(store, taught('c'));
    await settled();
    putTaught(store, taught('d'));
    await settled();
    expect(await kept()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('that were damaged are set aside, and the others are restored', async () => {
    await inLibrary((library) => library.put('taught', taught('a')));
    await inLibrary((library) => library.put('taught', { ...taught('b'), direction: [1, 2] as never }));
    const store = createZscapeStore();
    await loadTaught(store);
    expect(store.getState().taught.map(({ id }) => id)).toEqual(['a']);
    expect(setAsideOf(store).count).toBe(1);
    putTaught(store, taught('c'));
    await settled();
    expect(await kept()).toEqual(['a', 'b', 'c']);
  });

  it.each<[string, Record<string, unknown>]>([
    ['name', { name: {} }],
    ['direction', { direction: new Float32Array(0) }],
    ['direction', { direction: new Float32Array([Number.NaN]) }],
    ['marks', { marks: null }],
    ['accuracy', { accuracy: { share: 2, interval: [0, 1], total: 1 } }],
    ['means', { means: { direction: 5 } }],
    ['way', { way: 'up' }],
    ['created', { created: 'now' }],
  ])('with an invalid %s are rejected', (field, change) => {
    expect(readTaught({ ...taught('a'), ...change })).toMatch(new RegExp(`^${field}`));
  });
});

describe('found directions', () => {
  it('are found again if the stored ones are unusable', () => {
    const direction = new Float32Array(8).fill(1);
    expect(readFoundDirections([{ direction, share: 0.5 }], 8)).toHaveLength(1);
    for (const value of [
      undefined,
      null,
      5,
      {},
      [{ direction, share: Number.NaN }],
      [{ direction: [1] }],
      [null],
    ])
      expect(readFoundDirections(value, 8)).toBeUndefined();
    expect(readFoundDirections([{ direction, share: 0.5 }], 16)).toBeUndefined();
  });
});
