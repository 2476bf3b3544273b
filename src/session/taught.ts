/** Attributes that the user taught, kept in IndexedDB for all sessions and tabs. */
import type { Taught } from '../store/state.ts';
import { notify, type ZscapeStore } from '../store/store.ts';
import { openLibrary, storageError } from './library.ts';

/** Reads what was kept; what this page taught since stays. Without storage the page says so and goes on. */
export async function loadTaught(store: ZscapeStore): Promise<void> {
  try {
    const kept = await (await openLibrary()).getAll('taught');
    store.setState(({ taught }) => {
      const here = new Set(taught.map(({ id }) => id));
      return { taught: sorted([...kept.filter(({ id }) => !here.has(id)), ...taught]) };
    });
  } catch (error) {
    notify(store, storageError(error), 'info');
  }
}

/** Adds an attribute or puts it in the place of its former self. It is there at once, and kept as soon as can be. */
export async function keepTaught(store: ZscapeStore, one: Taught): Promise<void> {
  store.setState(({ taught }) => ({ taught: sorted([...taught.filter(({ id }) => id !== one.id), one]) }));
  try {
    await (await openLibrary()).put('taught', one);
  } catch (error) {
    throw storageError(error);
  }
}

export async function removeTaught(store: ZscapeStore, id: string): Promise<void> {
  store.setState(({ taught }) => ({ taught: taught.filter((one) => one.id !== id) }));
  try {
    await (await openLibrary()).delete('taught', id);
  } catch (error) {
    throw storageError(error);
  }
}

function sorted(taught: Taught[]): Taught[] {
  return taught.sort((one, other) => one.created - other.created);
}
