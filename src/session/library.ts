/** What the user made, kept in IndexedDB: pins today. Without storage (private windows) the page works and says so once. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { ZscapeError } from '../base/errors.ts';
import { amendAct } from '../store/remember.ts';
import type { Pin } from '../store/state.ts';
import { notify, type ZscapeStore } from '../store/store.ts';

interface LibrarySchema extends DBSchema {
  pins: { key: string; value: Pin };
}

function openLibrary(): Promise<IDBPDatabase<LibrarySchema>> {
  return openDB<LibrarySchema>('zscape', 1, {
    upgrade: (database) => {
      database.createObjectStore('pins', { keyPath: 'id' });
    },
  });
}

function storageError(error: unknown): ZscapeError {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  return full
    ? new ZscapeError(
        'STORAGE_FULL',
        'The browser has no room left for pins: they work now but will be gone after a reload. Delete some, or free space for this site.',
        { cause: error },
      )
    : new ZscapeError(
        'STORAGE_REFUSED',
        'This browser keeps no data for this page (a private window?): pins work now but will be gone after a reload.',
        { cause: error },
      );
}

/** Loads the pins and from then on writes each change. Writes go one after the other, in order. */
export async function keepPins(store: ZscapeStore): Promise<void> {
  let database: IDBPDatabase<LibrarySchema>;
  try {
    database = await openLibrary();
    const kept = await database.getAll('pins');
    kept.sort((one, other) => one.created - other.created);
    store.setState(({ pins }) => ({ pins: [...kept, ...pins] }));
    amendAct(store);
  } catch (error) {
    notify(store, storageError(error), 'info');
    return;
  }
  let writes: Promise<void> = Promise.resolve();
  store.subscribe(
    (state) => state.pins,
    (now, before) => {
      writes = writes
        .then(() => writeDifference(database, before, now))
        .catch((error: unknown) => notify(store, storageError(error)));
    },
  );
}

async function writeDifference(
  database: IDBPDatabase<LibrarySchema>,
  before: readonly Pin[],
  now: readonly Pin[],
): Promise<void> {
  const transaction = database.transaction('pins', 'readwrite');
  const left = new Set(now.map((pin) => pin.id));
  const known = new Set(before);
  await Promise.all([
    ...now.filter((pin) => !known.has(pin)).map((pin) => transaction.store.put(pin)),
    ...before.filter((pin) => !left.has(pin.id)).map((pin) => transaction.store.delete(pin.id)),
    transaction.done,
  ]);
}
