/** What the user made, in IndexedDB. Without storage (private windows) the page works and says so once. */
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

export interface LibrarySchema extends DBSchema {
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

let opened: Promise<Library> | null = null;

/** The same database for the whole page. @throws STORAGE_REFUSED, STORAGE_FULL */
export function openLibrary(): Promise<Library> {
  opened ??= openDB<LibrarySchema>('zscape', 3, {
    upgrade: (database, from) => {
      if (from < 2) {
        if (from > 0) database.deleteObjectStore('pins');
        database.createObjectStore('sessions', { keyPath: 'id' });
        database.createObjectStore('pins', { keyPath: ['session', 'id'] }).createIndex('session', 'session');
      }
      if (from < 3) {
        database.createObjectStore('taught', { keyPath: 'id' });
        database.createObjectStore('found');
      }
    },
    // A newer page in another tab wants to change the database: let it, and open again when needed.
    blocking: (_, __, event) => {
      (event.target as IDBDatabase).close();
      opened = null;
    },
  }).catch((error: unknown) => {
    opened = null;
    throw storageError(error);
  });
  return opened;
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
