/**
 * What the user made, in IndexedDB. A connection that is lost (the site's data were cleared, a newer page took over) is
 * made anew by whoever next needs it. Without storage the page works, and says so once.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { ZscapeError } from '../../base/errors.ts';
import type { Work } from '../../store/state/fields.ts';
import type { Pin, Taught } from '../../store/state/state.ts';
import type { FoundDirection } from '../attributes/maths/messages.ts';

/** A session as it is kept; its pins stand apart, so that keeping one more does not write all of them again. */
export interface SavedSession {
  id: string;
  /** Empty for one that nobody named: it is kept for a while. */
  name: string;
  model: string;
  updated: number;
  /** PNG as a data URL. */
  thumbnail: string;
  state: Omit<Work, 'pins'>;
}

interface LibrarySchema extends DBSchema {
  sessions: { key: string; value: SavedSession };
  pins: {
    key: [session: string, id: string];
    value: Pin & { session: string };
    indexes: { session: string };
  };
  taught: { key: string; value: Taught };
  /** Directions that were found in a model without labels, for each way of finding them. */
  found: { key: string; value: FoundDirection[] };
}

export type Library = IDBPDatabase<LibrarySchema>;

const libraryName = 'zscape';
const libraryVersion = 3;
/** Nobody waits longer than this for an answer to `indexedDB.open`; whoever asks later may still get one. */
const answerWithinMs = 3000;

let connection: Promise<Library> | null = null;

/** The same database for the whole page. @throws STORAGE_REFUSED, STORAGE_FULL, STORAGE_SILENT */
export async function openLibrary(withinMs = answerWithinMs): Promise<Library> {
  connection ??= connect();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(silentStorage()), withinMs);
  });
  try {
    return await Promise.race([connection, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Does something with the database, and once more with a new connection where the one at hand turns out to be lost.
 * @param work is called a second time then, so it has to be the same done twice as done once
 * @throws STORAGE_REFUSED, STORAGE_FULL, STORAGE_SILENT
 */
export async function inLibrary<T>(work: (library: Library) => Promise<T>): Promise<T> {
  const library = await openLibrary();
  try {
    return await work(library);
  } catch (error) {
    if (!isLost(error)) throw storageError(error);
  }
  library.close();
  connection = null;
  try {
    return await work(await openLibrary());
  } catch (error) {
    throw storageError(error);
  }
}

async function connect(): Promise<Library> {
  const forget = () => {
    connection = null;
  };
  const open = (version: number | undefined) =>
    openDB<LibrarySchema>(libraryName, version, {
      upgrade: (database, from, _, transaction) => {
        const stores = database.objectStoreNames;
        // The pins of version 1 belonged to no session.
        if (from === 1 && stores.contains('pins')) database.deleteObjectStore('pins');
        if (!stores.contains('sessions')) database.createObjectStore('sessions', { keyPath: 'id' });
        if (!stores.contains('pins')) database.createObjectStore('pins', { keyPath: ['session', 'id'] });
        const pins = transaction.objectStore('pins');
        if (!pins.indexNames.contains('session')) pins.createIndex('session', 'session');
        if (!stores.contains('taught')) database.createObjectStore('taught', { keyPath: 'id' });
        if (!stores.contains('found')) database.createObjectStore('found');
      },
      // Another page wants to change or to delete the database: let it, and open again when needed.
      blocking: (_, __, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
  try {
    const library = await open(libraryVersion).catch((error: unknown) => {
      // A newer page was here before this one was rolled back: what both know is read all the same.
      if (error instanceof DOMException && error.name === 'VersionError') return open(undefined);
      throw error;
    });
    if (isWhole(library)) return library;
    const { version } = library;
    library.close();
    return await open(version + 1);
  } catch (error) {
    forget();
    throw storageError(error);
  }
}

function isWhole(library: Library): boolean {
  const { objectStoreNames: names } = library;
  if (!(['sessions', 'pins', 'taught', 'found'] as const).every((name) => names.contains(name))) return false;
  return library.transaction('pins').store.indexNames.contains('session');
}

/** What browsers throw at those whose connection or whose stores are gone. */
const lostNames = ['InvalidStateError', 'NotFoundError', 'UnknownError', 'AbortError'];

function isLost(error: unknown): boolean {
  return error instanceof DOMException && lostNames.includes(error.name);
}

export function storageError(error: unknown): ZscapeError {
  if (error instanceof ZscapeError) return error;
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  return full
    ? new ZscapeError(
        'STORAGE_FULL',
        'The browser has no room left for this page: what you do works, but will be gone after a reload. Save the session as a file, or free space for this site.',
        { cause: error },
      )
    : new ZscapeError(
        'STORAGE_REFUSED',
        'This browser keeps no data for this page (a private window?): what you do works, but will be gone after a reload. Save the session as a file to keep it.',
        { cause: error },
      );
}

function silentStorage(): ZscapeError {
  return new ZscapeError(
    'STORAGE_SILENT',
    'The browser’s storage does not answer: what you do works, and is kept as soon as it does. Until then save the session as a file to keep it; restarting the browser often helps.',
  );
}
