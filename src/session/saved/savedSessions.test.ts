/** Sessions on a real database: storage that fails, is cleared, does not respond, or is shared by tabs. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleFace } from '../../store/select/faces.ts';
import { createZscapeStore } from '../../store/store.ts';
import { model } from '../testing/tinyModel.ts';
import { openLibrary } from './database.ts';
import { SavedSessions } from './savedSessions.ts';
import { Claims } from './tabs/claims.ts';
import { freshBrowser, kept, notices, pin, settled, tab } from './testing/tab.ts';

beforeEach(freshBrowser);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('a pin whose writing fails', () => {
  it('is retried automatically, with all others', async () => {
    const { store, sessions } = tab();
    await sessions.restore();
    store.setState({ pins: [pin(1)] });
    await settled();
    const put = IDBObjectStore.prototype.put;
    let failures = 2;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
      if (this.name === 'pins' && failures-- > 0) throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, given);
    });
    store.setState({ pins: [pin(1), pin(2), pin(3)] });
    await settled();
    expect((await kept()).pins).toEqual(['p1', 'p2', 'p3']);
    // The full store has been written since; only the warning that the browser may clear everything remains.
    expect(notices(store)).toEqual(['STORAGE_REFUSED']);
  });

  it('does not count as saved if its transaction fails', async () => {
    const { store, sessions } = tab();
    await sessions.restore();
    const put = IDBObjectStore.prototype.put;
    let failures = 1;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
      const request = put.apply(this, given);
      // As with a quota that is only noticed when everything is committed.
      if (this.name === 'pins' && failures-- > 0) queueMicrotask(() => this.transaction.abort());
      return request;
    });
    store.setState({ pins: [pin(1)] });
    await settled();
    expect((await kept()).pins).toEqual(['p1']);
  });
});

describe('storage that becomes available again', () => {
  it.each<[string, () => Promise<unknown>]>([
    [
      'the database was deleted under the page',
      () =>
        new Promise((resolve) => {
          indexedDB.deleteDatabase('zscape').onsuccess = resolve;
        }),
    ],
    [
      'its stores were emptied',
      async () => {
        const library = await openLibrary();
        await Promise.all([library.clear('sessions'), library.clear('pins')]);
      },
    ],
    ['the connection was lost', async () => (await openLibrary()).close()],
  ])('%s: everything is written again', async (_, lose) => {
    const { store, sessions } = tab();
    await sessions.restore();
    store.setState({ pins: [pin(1), pin(2)] });
    await settled();
    await lose();
    store.setState({ pins: [pin(1), pin(2), pin(3)] });
    await settled();
    const found = await kept();
    expect(found.pins).toEqual(['p1', 'p2', 'p3']);
    expect(found.sessions.map(({ id }) => id)).toEqual([sessions.id]);
    expect(notices(store)).toEqual([]);
  });

  it('a pin that was removed in the meantime stays removed', async () => {
    const { store, sessions } = tab();
    await sessions.restore();
    store.setState({ pins: [pin(1), pin(2)] });
    await settled();
    (await openLibrary()).close();
    store.setState({ pins: [store.getState().pins[1]!] });
    await settled();
    expect((await kept()).pins).toEqual(['p2']);
  });

  it('a database that does not respond is waited for, reported once, and written to when it does', async () => {
    const open = indexedDB.open.bind(indexedDB);
    const held: (() => void)[] = [];
    vi.spyOn(indexedDB, 'open').mockImplementation((...given) => {
      const request = {} as IDBOpenDBRequest;
      const events = new EventTarget();
      request.addEventListener = events.addEventListener.bind(events);
      request.removeEventListener = events.removeEventListener.bind(events);
      held.push(() => {
        const real = open(...given);
        for (const type of ['upgradeneeded', 'success', 'error'])
          real.addEventListener(type, (event) => {
            Object.defineProperties(
              request,
              Object.getOwnPropertyDescriptors({
                result: real.result,
                transaction: real.transaction,
                error: real.error,
              }),
            );
            events.dispatchEvent(
              Object.assign(new Event(type), {
                oldVersion: (event as IDBVersionChangeEvent).oldVersion ?? 0,
                newVersion: 3,
              }),
            );
          });
      });
      Object.setPrototypeOf(request, IDBOpenDBRequest.prototype);
      return request;
    });
    await expect(openLibrary(10)).rejects.toMatchObject({ code: 'STORAGE_SILENT' });
    await expect(openLibrary(10)).rejects.toMatchObject({ code: 'STORAGE_SILENT' });
    // One request is enough.
    expect(held).toHaveLength(1);
    held[0]!();
    expect((await openLibrary(1000)).name).toBe('zscape');
  });

  it.each<[string, (database: IDBDatabase) => void, number]>([
    ['without its stores', (database) => void database.createObjectStore('other'), 3],
    [
      'of a newer page',
      (database) => {
        database.createObjectStore('sessions', { keyPath: 'id' });
        database.createObjectStore('pins', { keyPath: ['session', 'id'] }).createIndex('session', 'session');
        database.createObjectStore('taught', { keyPath: 'id' });
        database.createObjectStore('found');
      },
      9,
    ],
    [
      'of a newer page, without an index',
      (database) => {
        database.createObjectStore('sessions', { keyPath: 'id' });
        database.createObjectStore('pins', { keyPath: ['session', 'id'] });
      },
      9,
    ],
  ])('a database %s is used', async (_, make, version) => {
    await new Promise<void>((resolve) => {
      const request = indexedDB.open('zscape', version);
      request.onupgradeneeded = () => make(request.result);
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    const { store, sessions } = tab();
    await sessions.restore();
    store.setState({ pins: [pin(1)] });
    await settled();
    expect((await kept()).pins).toEqual(['p1']);
  });
});

describe('a session in two tabs', () => {
  it('belongs to the first, and the second continues in a copy', async () => {
    const first = tab();
    await first.sessions.restore();
    first.store.setState({ pins: [pin(1)] });
    await first.sessions.rename(first.sessions.id, 'Monday');
    const second = tab();
    await second.sessions.restore();
    const taken = await second.sessions.take(first.sessions.id);
    second.sessions.goOn(taken!);
    second.store.setState({ pins: [pin(1), pin(2)] });
    await settled();
    expect(second.sessions.id).not.toBe(first.sessions.id);
    expect(second.sessions.name).toBe('Monday (copy)');
    expect(second.store.getState().notices.at(-1)?.error.message).toMatch(/another tab/);
    const listed = await second.sessions.list();
    expect(listed.find(({ id }) => id === first.sessions.id)?.openElsewhere).toBe(true);
    expect(listed.find(({ id }) => id === second.sessions.id)?.openElsewhere).toBe(false);
    await expect(second.sessions.remove(first.sessions.id)).rejects.toThrow(/open in a tab/);
    await expect(second.sessions.rename(first.sessions.id, 'x')).rejects.toThrow(/open in a tab/);
    expect((await first.sessions.take(second.sessions.id))?.pins.map(({ id }) => id)).toEqual(['p1', 'p2']);
  });

  it('is available to any tab once the first has moved to another', async () => {
    const first = tab();
    await first.sessions.restore();
    first.store.setState({ pins: [pin(1)] });
    const { id } = first.sessions;
    first.sessions.begin('Tuesday');
    await settled();
    const second = tab();
    await second.sessions.restore();
    const taken = await second.sessions.take(id);
    expect(taken?.claim).not.toBeNull();
    second.sessions.goOn(taken!);
    expect(second.sessions.id).toBe(id);
  });

  it.each<[string, () => never]>([
    [
      'throws',
      () => {
        throw new DOMException('not allowed', 'SecurityError');
      },
    ],
    ['rejects', () => Promise.reject(new DOMException('not allowed', 'SecurityError')) as never],
  ])('if asking for a lock %s, sessions are still saved', async (_, request) => {
    const claims = new Claims({ request, query: request });
    const store = createZscapeStore({ model, face: sampleFace(model, 1) });
    const sessions = new SavedSessions(store, () => '', { claims });
    await sessions.restore();
    store.setState({ pins: [pin(1)] });
    await settled();
    expect((await sessions.list()).map(({ openElsewhere }) => openElsewhere)).toEqual([false]);
    expect((await kept()).pins).toEqual(['p1']);
  });
});
