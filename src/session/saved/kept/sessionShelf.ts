/** Sessions and their pins in IndexedDB: what is read has been checked, and what cannot be read is handed back apart. */
import type { Pin } from '../../../store/state/state.ts';
import { inLibrary, type Library, type SavedSession } from '../database.ts';
import { type Damaged, partRecords, type ReadSession, readPin, readSession } from './keptRecords.ts';

interface KeptSessions {
  /** The latest first. */
  sessions: ReadSession[];
  damaged: Damaged[];
}

interface KeptPins {
  /** The oldest first. */
  pins: Pin[];
  damaged: Damaged[];
}

/** What this page knows to be kept of a session's pins, and in which database: after a loss it is another one. */
export interface KnownPins {
  library: Library | null;
  pins: readonly Pin[];
}

export const noPins: KnownPins = { library: null, pins: [] };

/** What the tabs of a browser keep sessions on; in tests another one can stand in its place. */
export interface Shelf {
  all(): Promise<KeptSessions>;
  session(id: string): Promise<ReadSession | null>;
  pins(id: string): Promise<KeptPins & { known: KnownPins }>;
  /**
   * Writes the session with its pins as a whole: what is not known to be kept is put, what is known and gone is deleted.
   * What this page could not read stays. @returns what is known from then on
   */
  write(session: SavedSession, pins: readonly Pin[], known: KnownPins): Promise<KnownPins>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
}

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
      const index = library.transaction('pins').store.index('session');
      const [keys, values] = await Promise.all([index.getAllKeys(id), index.getAll(id)]);
      const records = keys.map((key, place) => ({ key, value: values[place] }));
      const { good, damaged } = partRecords('pins', records, readPin);
      const pins = good.sort((one, other) => one.created - other.created);
      return { pins, damaged, known: { library, pins } };
    }),

  write: (session, pins, before) =>
    inLibrary(async (library) => {
      const transaction = library.transaction(['sessions', 'pins'], 'readwrite');
      const store = transaction.objectStore('pins');
      // Fewer than should be there: the site's data were cleared under this page.
      const count = await store.index('session').count(session.id);
      const intact = before.library === library && count >= before.pins.length;
      const known = new Set(intact ? before.pins : []);
      const left = new Set(pins.map(({ id }) => id));
      const requests: Promise<unknown>[] = [transaction.done];
      try {
        requests.push(transaction.objectStore('sessions').put(session));
        for (const pin of pins)
          if (!known.has(pin)) requests.push(store.put({ ...pin, session: session.id }));
        for (const { id } of before.pins) if (!left.has(id)) requests.push(store.delete([session.id, id]));
        await Promise.all(requests);
      } catch (error) {
        for (const request of requests) request.catch(() => undefined);
        // All or nothing: half a session would be taken for a whole one.
        abort(transaction);
        throw error;
      }
      return { library, pins };
    }),

  rename: (id, name) =>
    inLibrary(async (library) => {
      const transaction = library.transaction('sessions', 'readwrite');
      const session = await transaction.store.get(id);
      if (session) await transaction.store.put({ ...session, name });
      await transaction.done;
    }),

  remove: (id) =>
    inLibrary(async (library) => {
      const transaction = library.transaction(['sessions', 'pins'], 'readwrite');
      const pins = transaction.objectStore('pins');
      const keys = await pins.index('session').getAllKeys(id);
      await Promise.all([
        transaction.objectStore('sessions').delete(id),
        ...keys.map((key) => pins.delete(key)),
        transaction.done,
      ]);
    }),
};

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}
