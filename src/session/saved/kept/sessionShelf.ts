/**
 * Sessions, their pins and their acts in IndexedDB: everything read has been checked, and unreadable records are returned
 * separately.
 */
import type { History } from '../../../store/history/history.ts';
import type { Pin, Undone } from '../../../store/state/state.ts';
import { inLibrary, type Library, libraryAtHand, type SavedSession } from '../database.ts';
import { packActs } from './keptActs.ts';
import { type Damaged, partRecords, type ReadSession, readPin, readSession } from './keptRecords.ts';

interface KeptSessions {
  /** Latest first. */
  sessions: ReadSession[];
  damaged: Damaged[];
}

interface KeptPins {
  /** Oldest first. */
  pins: Pin[];
  damaged: Damaged[];
}

/** The parts of a session that this page knows to be stored, and the database: after a loss it is a different one. */
export interface Known {
  library: Library | null;
  pins: readonly Pin[];
  /** Null if none is known to be stored. */
  history: History<Undone> | null;
  /** Number of the work with which it was written. */
  acts: number;
  /** Number of the work that was last read or written; -1 if there was none. */
  work: number;
}

export const nothingKnown: Known = { library: null, pins: [], history: null, acts: -1, work: -1 };

/** A complete session, to be written. */
export interface Whole {
  session: SavedSession & { work: number };
  pins: readonly Pin[];
  /** Ids of pins that may be stored and are to be deleted. */
  gone: readonly string[];
  history: History<Undone> | null;
}

/** The storage for the sessions of a browser's tabs; tests may substitute another. */
export interface Shelf {
  all(): Promise<KeptSessions>;
  session(id: string): Promise<ReadSession | null>;
  pins(id: string): Promise<KeptPins & { known: Known }>;
  /** Returns the session's undo history, unchecked, for `unpackActs`. */
  acts(id: string): Promise<unknown>;
  /**
   * Writes the complete session: anything not known to be stored is put, and pins that are gone are deleted. Records
   * that this page could not read stay.
   * @param guarded whether no other tab can have written to it in the meantime
   * @returns the new known parts; null, with nothing written, if another tab has written to it
   */
  write(whole: Whole, known: Known, guarded: boolean): Promise<Known | null>;
  /** Passes the same to the browser immediately, for a page that will be gone before it could learn the outcome. */
  writeLast(whole: Whole, known: Known): void;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
}

const stores = ['sessions', 'pins', 'acts'] as const;
/** Data reported as saved are on the disk, not only on their way there. */
const durability = 'strict';

export const browserShelf: Shelf = {
  async all() {
    const [keys, values] = await inLibrary((library) => {
      const { store } = library.transaction('sessions');
      return Promise.all([store.getAllKeys(), store.getAll()]);
    });
    const records = keys.map((key, index) => ({ key, value: values[index] }));
    const { good, damaged } = partRecords('sessions', records, readSession);
    return { sessions: good.sort((one, other) => other.updated - one.updated), damaged };
  },

  async session(id) {
    const found = readSession(await inLibrary((library) => library.get('sessions', id)));
    return typeof found === 'string' ? null : found;
  },

  pins: (id) =>
    inLibrary(async (library) => {
      const transaction = library.transaction(['sessions', 'pins']);
      const index = transaction.objectStore('pins').index('session');
      const [keys, values, session] = await Promise.all([
        index.getAllKeys(id),
        index.getAll(id),
        transaction.objectStore('sessions').get(id),
      ]);
      const records = keys.map((key, place) => ({ key, value: values[place] }));
      const { good, damaged } = partRecords('pins', records, readPin);
      const pins = good.sort((one, other) => one.created - other.created);
      const work = typeof session?.work === 'number' ? session.work : -1;
      return { pins, damaged, known: { ...nothingKnown, library, pins, work } };
    }),

  acts: (id) => inLibrary((library) => library.get('acts', id)),

  write: (whole, before, guarded) =>
    inLibrary(async (library) => {
      const transaction = library.transaction(stores, 'readwrite', { durability });
      const { id } = whole.session;
      const [there, count] = await Promise.all([
        transaction.objectStore('sessions').get(id),
        transaction.objectStore('pins').index('session').count(id),
      ]);
      if (!guarded && (there?.work ?? -1) > before.work) {
        transaction.done.catch(() => undefined);
        abort(transaction);
        return null;
      }
      // Fewer than there should be: the site's data were cleared under this page.
      const intact = before.library === library && there !== undefined && count >= before.pins.length;
      const requests: Promise<unknown>[] = [transaction.done];
      try {
        put(transaction, whole, before, intact, requests);
        await Promise.all(requests);
      } catch (error) {
        for (const request of requests) request.catch(() => undefined);
        // All or nothing: half a session would be taken for a complete one.
        abort(transaction);
        throw error;
      }
      const { pins, history, session } = whole;
      return { library, pins, history, acts: actsOf(whole, before, intact), work: session.work };
    }),

  writeLast(whole, before) {
    const library = libraryAtHand();
    if (!library) return;
    try {
      const transaction = library.transaction(stores, 'readwrite', { durability });
      const requests: Promise<unknown>[] = [transaction.done];
      put(transaction, whole, before, before.library === library, requests);
      for (const request of requests) request.catch(() => undefined);
      // The page will not be here to let it end when everything is done.
      transaction.commit();
    } catch {
      // It was too late.
    }
  },

  rename: (id, name) =>
    inLibrary(async (library) => {
      const transaction = library.transaction('sessions', 'readwrite', { durability });
      const session = await transaction.store.get(id);
      if (session) await transaction.store.put({ ...session, name });
      await transaction.done;
    }),

  remove: (id) =>
    inLibrary(async (library) => {
      const transaction = library.transaction(stores, 'readwrite');
      const pins = transaction.objectStore('pins');
      const keys = await pins.index('session').getAllKeys(id);
      await Promise.all([
        transaction.objectStore('sessions').delete(id),
        transaction.objectStore('acts').delete(id),
        ...keys.map((key) => pins.delete(key)),
        transaction.done,
      ]);
    }),
};

type Writing = ReturnType<typeof openedForWriting>;
const openedForWriting = (library: Library) => library.transaction(stores, 'readwrite', { durability });

/**
 * @param intact whether the parts known to be stored still are
 * @param requests collects the requests, even if making one of them fails
 */
function put(
  transaction: Writing,
  whole: Whole,
  before: Known,
  intact: boolean,
  requests: Promise<unknown>[],
): void {
  const { session, pins, gone, history } = whole;
  const { id, work } = session;
  const acts = actsOf(whole, before, intact);
  requests.push(transaction.objectStore('sessions').put({ ...session, acts }));
  const store = transaction.objectStore('pins');
  const known = new Set(intact ? before.pins : []);
  for (const pin of pins) if (!known.has(pin)) requests.push(store.put({ ...pin, session: id }));
  for (const pin of gone) requests.push(store.delete([id, pin]));
  if (history && acts === work)
    requests.push(transaction.objectStore('acts').put(packActs(id, work, history, pins)));
}

/** Returns the number of the work with which the acts are stored; unchanged acts are not written again. */
function actsOf({ session, history }: Whole, before: Known, intact: boolean): number {
  return intact && history === before.history ? before.acts : session.work;
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}
