/** A tab of the page for tests: its sessions on a database in memory, with locks that all tabs of a test share. */
import 'fake-indexeddb/auto';
import { vi } from 'vitest';
import { sampleFace } from '../../../store/select/faces.ts';
import type { Pin, State } from '../../../store/state/state.ts';
import { createZscapeStore, type ZscapeStore } from '../../../store/store.ts';
import { model } from '../../testing/tinyModel.ts';
import { inLibrary } from '../database.ts';
import { SavedSessions } from '../savedSessions.ts';
import { Claims } from '../tabs/claims.ts';
import { MemoryLocks } from '../tabs/testing/memoryLocks.ts';

/** Waits until writes and their retries have ended. */
export const settled = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));

function memoryStorage() {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
}

let locks = new MemoryLocks();

/** Closes all tabs: nobody holds a lock. */
export function closeTabs(): void {
  locks = new MemoryLocks();
}

/** Clears the tabs' memory, as in newly opened ones. */
export function forgetTabs(): void {
  vi.stubGlobal('sessionStorage', memoryStorage());
}

/** Makes a browser in which the page has never been opened. */
export async function freshBrowser(): Promise<void> {
  closeTabs();
  forgetTabs();
  vi.stubGlobal('localStorage', memoryStorage());
  await deleteLibrary();
}

function deleteLibrary(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('zscape');
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}

export function pin(seed: number): Pin {
  const { z } = sampleFace(model, seed);
  return { id: `p${seed}`, name: `Seed ${seed}`, model: model.id, seed, z, thumbnail: '', created: seed };
}

export function tab(change: Partial<State> = {}): { store: ZscapeStore; sessions: SavedSessions } {
  const store = createZscapeStore({ model, face: sampleFace(model, 1), ...change });
  return {
    store,
    sessions: new SavedSessions(store, () => '', { claims: new Claims(locks), delay: () => 5 }),
  };
}

/** Returns what is stored: sessions, and the ids of all pins. */
export const kept = () =>
  inLibrary(async (library) => ({
    sessions: await library.getAll('sessions'),
    pins: (await library.getAll('pins')).map(({ id }) => id).sort(),
  }));

export const notices = (store: ZscapeStore) => store.getState().notices.map(({ error }) => error.code);
