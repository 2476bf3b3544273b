/**
 * The user's work, in IndexedDB. A lost connection (the site's data were cleared, a newer page took over) is opened again
 * by the next caller who needs it. Without storage the page works, and says so once.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { ZscapeError } from '../../base/errors.ts';
import { silence } from '../../base/silence.ts';
import { inPageLanguage } from '../../language/texts.ts';
import type { Work } from '../../store/state/fields.ts';
import type { Pin, Taught } from '../../store/state/state.ts';
import type { FoundDirection } from '../attributes/maths/messages.ts';
import { sessionMessages } from '../messages.ts';
import type { KeptActs } from './kept/keptActs.ts';

/** A session as it is stored; its pins are separate, so that adding one does not write all of them again. */
export interface SavedSession {
  id: string;
  /** Empty for an unnamed session, which is kept for a limited time. */
  name: string;
  model: string;
  updated: number;
  /** PNG as a data URL. */
  thumbnail: string;
  state: Omit<Work, 'pins'>;
  /** Number of the work in it (`savedMark.ts`); it only ever grows. */
  work?: number;
  /** Number of the work with which its record in `acts` was written. */
  acts?: number;
  /** False for a session in which nothing has been done since the tab opened. */
  worked?: boolean;
}

interface LibrarySchema extends DBSchema {
  sessions: { key: string; value: SavedSession };
  pins: {
    key: [session: string, id: string];
    value: Pin & { session: string };
    indexes: { session: string };
  };
  /** The undo history of each session. */
  acts: { key: string; value: KeptActs };
  taught: { key: string; value: Taught };
  /** Directions that were found in a model without labels, for each way of finding them. */
  found: { key: string; value: FoundDirection[] };
}

export type Library = IDBPDatabase<LibrarySchema>;

const libraryName = 'zscape';
const libraryVersion = 4;
/** How long a caller waits for `indexedDB.open`, in milliseconds. A later caller may still get its answer. */
const answerWithinMs = 3000;

let connection: Promise<Library> | null = null;
/** The open connection, for callers that cannot wait. */
let connected: Library | null = null;

/** Returns the database if it is already open: a page that is being left has no time to open it. */
export function libraryAtHand(): Library | null {
  return connected;
}

/** Opens the database, once for the whole page. @throws STORAGE_REFUSED, STORAGE_FULL, STORAGE_SILENT */
export async function openLibrary(withinMs = answerWithinMs): Promise<Library> {
  connection ??= connect();
  const answered = new AbortController();
  const silent = silence(withinMs, answered.signal).then(() => {
    throw silentStorage();
  });
  try {
    return await Promise.race([connection, silent]);
  } finally {
    answered.abort();
  }
}

/**
 * Works with the database, and once more with a new connection if the current one turns out to be lost.
 * @param work may be called twice, so doing it twice must have the same effect as once
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
  connected = null;
  try {
    return await work(await openLibrary());
  } catch (error) {
    throw storageError(error);
  }
}

async function connect(): Promise<Library> {
  const forget = () => {
    connection = null;
    connected = null;
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
        if (!stores.contains('acts')) database.createObjectStore('acts', { keyPath: 'session' });
        if (!stores.contains('taught')) database.createObjectStore('taught', { keyPath: 'id' });
        if (!stores.contains('found')) database.createObjectStore('found');
      },
      // Another page wants to change or to delete the database: let it, and open it again when needed.
      blocking: (_, __, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
  try {
    const library = await open(libraryVersion).catch((error: unknown) => {
      // The page was rolled back after a newer one had been here. The parts that both versions know can still be read.
      if (error instanceof DOMException && error.name === 'VersionError') return open(undefined);
      throw error;
    });
    if (isWhole(library)) {
      connected = library;
      return library;
    }
    const { version } = library;
    library.close();
    connected = await open(version + 1);
    return connected;
  } catch (error) {
    forget();
    throw storageError(error);
  }
}

function isWhole(library: Library): boolean {
  const { objectStoreNames: names } = library;
  if (!(['sessions', 'pins', 'acts', 'taught', 'found'] as const).every((name) => names.contains(name)))
    return false;
  return library.transaction('pins').store.indexNames.contains('session');
}

/** The errors that browsers throw when the connection or the stores are gone. */
const lostNames = ['InvalidStateError', 'NotFoundError', 'UnknownError', 'AbortError'];

function isLost(error: unknown): boolean {
  return error instanceof DOMException && lostNames.includes(error.name);
}

/** Turns an error of the browser's storage into a sentence: STORAGE_FULL or STORAGE_REFUSED. Errors of our own stay. */
export function storageError(error: unknown): ZscapeError {
  if (error instanceof ZscapeError) return error;
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  const t = sessionMessages.get();
  const options = { cause: error, ...inPageLanguage() };
  return full
    ? new ZscapeError('STORAGE_FULL', t.storageFull, options)
    : new ZscapeError('STORAGE_REFUSED', t.storageRefused, options);
}

function silentStorage(): ZscapeError {
  return new ZscapeError('STORAGE_SILENT', sessionMessages.get().storageSilent, inPageLanguage());
}
