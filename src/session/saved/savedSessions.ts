/**
 * Sessions in the browser: what happens is written as it happens, under an id that is this tab's own, so that tabs do not
 * overwrite each other. A reload goes on where it was; a new tab begins with the pins of the latest session, as a copy.
 */

import { amendAct } from '../../store/history/remember.ts';
import { workOf } from '../../store/state/fields.ts';
import type { Pin, State } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import { type Library, openLibrary, type SavedSession, storageError } from './database.ts';

/** Sessions without a name that are kept, the latest of them. */
const mostUnnamed = 12;
const writeAfterMs = 400;
const tabKey = 'zscape.session';

export class SavedSessions {
  readonly #store: ZscapeStore;
  readonly #thumbnail: () => string;
  #id: string;
  #name = '';
  #writes: Promise<void> = Promise.resolve();
  #kept: readonly Pin[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: ZscapeStore, thumbnail: () => string) {
    this.#store = store;
    this.#thumbnail = thumbnail;
    this.#id = crypto.randomUUID();
  }

  /** What this tab was at before a reload, or null; and the pins that a new tab begins with. Call once, at the start. */
  async restore(): Promise<SavedSession | null> {
    try {
      const database = await openLibrary();
      const all = await byTime(database);
      const latest = all.find(({ id }) => id === readTab()) ?? null;
      // A duplicated tab has the same id as the first, which still writes to it.
      const own = latest && (await claim(latest.id)) ? latest : null;
      if (own) this.#adopt(own);
      else void claim(this.#id);
      writeTab(this.#id);
      const from = latest ?? all[0];
      const pins = from ? await pinsOf(database, from.id) : [];
      // Pins of another session are copied under this tab's id by the first write.
      this.#kept = own ? pins : [];
      this.#store.setState((state) => ({ pins: [...pins, ...state.pins] }));
      amendAct(this.#store);
      this.#watch();
      await forgetOld(database, this.#id);
      return latest;
    } catch (error) {
      notify(this.#store, storageError(error), 'info');
      return null;
    }
  }

  get name(): string {
    return this.#name;
  }

  get id(): string {
    return this.#id;
  }

  async list(): Promise<SavedSession[]> {
    await this.#writeNow();
    return byTime(await openLibrary());
  }

  /** A kept session with its pins. */
  async read(id: string): Promise<{ session: SavedSession; pins: Pin[] } | null> {
    const database = await openLibrary();
    const session = await database.get('sessions', id);
    return session ? { session, pins: await pinsOf(database, id) } : null;
  }

  /** From now on this tab writes to the given session: it was opened here. */
  continueWith(session: Pick<SavedSession, 'id' | 'name'>, pins: readonly Pin[]): void {
    // The state as it is now still goes to the session before.
    void this.#writeNow();
    void claim(session.id);
    this.#adopt(session);
    this.#writes = this.#writes.then(() => {
      this.#kept = pins;
    });
    writeTab(this.#id);
  }

  /** From now on this tab writes to a new session; the one before stays as it is. */
  begin(name: string): void {
    this.continueWith({ id: crypto.randomUUID(), name }, []);
  }

  async rename(id: string, name: string): Promise<void> {
    if (id === this.#id) this.#name = name;
    const database = await openLibrary();
    const session = await database.get('sessions', id);
    if (session) await database.put('sessions', { ...session, name });
  }

  async remove(id: string): Promise<void> {
    await removeSession(await openLibrary(), id);
  }

  #adopt(session: Pick<SavedSession, 'id' | 'name'>): void {
    this.#id = session.id;
    this.#name = session.name;
  }

  #watch(): void {
    this.#store.subscribe(
      // The history changes with every act and rests while a walk plays: what has no moment is not worth a write.
      (state) => state.history?.moments,
      () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.#writeNow(), writeAfterMs);
      },
    );
    // A kept face is kept at once: whoever reloads right after would find it gone.
    this.#store.subscribe(
      (state) => state.pins,
      () => void this.#writeNow(),
    );
    // Leaving the page is the last chance to keep what was done in the last moments.
    addEventListener('pagehide', () => void this.#writeNow());
  }

  #writeNow(): Promise<void> {
    clearTimeout(this.#timer);
    const state = this.#store.getState();
    const into = { id: this.#id, name: this.#name };
    this.#writes = this.#writes
      .then(() => this.#write(state, into))
      .catch((error: unknown) => {
        notify(this.#store, storageError(error));
      });
    return this.#writes;
  }

  async #write(state: State, into: Pick<SavedSession, 'id' | 'name'>): Promise<void> {
    if (!state.model || !state.face) return;
    const database = await openLibrary();
    const { pins, ...rest } = workOf(state);
    const session: SavedSession = {
      ...into,
      model: state.model.id,
      updated: Date.now(),
      thumbnail: this.#thumbnail(),
      state: rest,
    };
    const before = this.#kept;
    this.#kept = pins;
    const left = new Set(pins.map((pin) => pin.id));
    const known = new Set(before);
    const transaction = database.transaction(['sessions', 'pins'], 'readwrite');
    const store = transaction.objectStore('pins');
    await Promise.all([
      transaction.objectStore('sessions').put(session),
      ...pins.filter((pin) => !known.has(pin)).map((pin) => store.put({ ...pin, session: session.id })),
      ...before.filter((pin) => !left.has(pin.id)).map((pin) => store.delete([session.id, pin.id])),
      transaction.done,
    ]);
  }
}

async function byTime(database: Library): Promise<SavedSession[]> {
  return (await database.getAll('sessions')).sort((one, other) => other.updated - one.updated);
}

async function pinsOf(database: Library, session: string): Promise<Pin[]> {
  const pins = await database.getAllFromIndex('pins', 'session', session);
  return pins.map(({ session: _, ...pin }) => pin).sort((one, other) => one.created - other.created);
}

async function removeSession(database: Library, id: string): Promise<void> {
  const transaction = database.transaction(['sessions', 'pins'], 'readwrite');
  const pins = transaction.objectStore('pins');
  const keys = await pins.index('session').getAllKeys(id);
  await Promise.all([
    transaction.objectStore('sessions').delete(id),
    ...keys.map((key) => pins.delete(key)),
    transaction.done,
  ]);
}

async function forgetOld(database: Library, own: string): Promise<void> {
  const unnamed = (await byTime(database)).filter(({ id, name }) => name === '' && id !== own);
  for (const { id } of unnamed.slice(mostUnnamed)) await removeSession(database, id);
}

function readTab(): string | null {
  try {
    return sessionStorage.getItem(tabKey);
  } catch {
    return null;
  }
}

function writeTab(id: string): void {
  try {
    sessionStorage.setItem(tabKey, id);
  } catch {
    // Without it a reload is a new session that begins with the same pins.
  }
}

const claimMs = 400;

/** Makes the session this tab's own for as long as the tab lives; false when another tab has it. */
function claim(id: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(`zscape-session-${id}`, { signal: AbortSignal.timeout(claimMs) }, () => {
        resolve(true);
        return new Promise(() => undefined);
      })
      .catch(() => resolve(false));
  });
}
