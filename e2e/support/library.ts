/** The page's database and files in the browser, accessed without the page's own code. */
import type { Page } from '@playwright/test';
import { defaultModel } from './shipped.ts';

/** A description of a value that JSON cannot express. */
export type Damage =
  | { f32: number[] }
  | { f64: number[] }
  | { text: string; times: number }
  | { gone: true }
  | { is: unknown };

interface Change {
  store: 'sessions' | 'pins' | 'taught';
  /** A dotted path from the record; '' is the record itself. */
  path: string;
  damage: Damage;
}

/** Everything in a store, as JSON, for comparison; empty while there is no such store. */
export function dump(page: Page, store: Change['store']): Promise<string> {
  return page.evaluate(
    (name) =>
      new Promise<string>((resolve) => {
        const request = indexedDB.open('zscape');
        // Only the page may create the database, not its observers.
        request.onupgradeneeded = () => request.transaction?.abort();
        request.onerror = () => resolve('[]');
        request.onsuccess = () => {
          const database = request.result;
          if (!database.objectStoreNames.contains(name)) {
            database.close();
            resolve('[]');
            return;
          }
          const all = database.transaction(name).objectStore(name).getAll();
          all.onsuccess = () => {
            database.close();
            const plain = (_: string, value: unknown) => (ArrayBuffer.isView(value) ? String(value) : value);
            resolve(JSON.stringify(all.result, plain));
          };
        };
      }),
    store,
  );
}

/**
 * Copies sessions and pins from one database to another, replacing its contents. If the target is the page's own, this tab is back
 * at the first session, and nothing has been reported to the user yet.
 */
export function copyLibrary(page: Page, from: 'zscape' | 'backup', to: 'zscape' | 'backup'): Promise<void> {
  return page.evaluate(
    async ({ from, to }) => {
      const stores = { sessions: 'id', pins: ['session', 'id'] };
      const open = (name: string) =>
        new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open(name);
          request.onupgradeneeded = () => {
            for (const [store, keyPath] of Object.entries(stores))
              request.result.createObjectStore(store, { keyPath });
          };
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const [source, target] = [await open(from), await open(to)];
      for (const store of Object.keys(stores)) {
        const records = await done(source.transaction(store).objectStore(store).getAll());
        const writing = target.transaction(store, 'readwrite');
        writing.objectStore(store).clear();
        for (const record of records) writing.objectStore(store).put(record);
        await new Promise((resolve) => {
          writing.oncomplete = resolve;
        });
        if (to === 'zscape' && store === 'sessions') sessionStorage.setItem('zscape.session', records[0].id);
      }
      if (to === 'zscape') {
        localStorage.clear();
        sessionStorage.removeItem('zscape.opening');
      }
      source.close();
      target.close();
    },
    { from, to },
  );
}

/** Damages the newest record of a store, or all of them where `all`. */
export function damageKept(page: Page, change: Change, all = false): Promise<void> {
  return page.evaluate(
    ({ store, path, damage, all }) =>
      new Promise<void>((resolve, reject) => {
        const made = (): unknown => {
          if ('f32' in damage) return Float32Array.from(damage.f32);
          if ('f64' in damage) return Float64Array.from(damage.f64);
          if ('text' in damage) return damage.text.repeat(damage.times);
          return 'is' in damage ? damage.is : undefined;
        };
        const request = indexedDB.open('zscape');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const database = request.result;
          const transaction = database.transaction(store, 'readwrite');
          const records = transaction.objectStore(store);
          const found = records.getAll();
          found.onsuccess = () => {
            const when = (record: { updated?: number; created?: number }) =>
              record.updated ?? record.created ?? 0;
            const sorted = found.result.sort((one, other) => when(other) - when(one));
            for (const record of all ? sorted : sorted.slice(0, 1)) {
              const names = path.split('.');
              const last = names.pop()!;
              let place: Record<string, unknown> = record;
              for (const name of names) place = place[name] as Record<string, unknown>;
              if ('gone' in damage) delete place[last];
              else place[last] = made();
              records.put(record);
            }
          };
          transaction.oncomplete = () => {
            database.close();
            resolve();
          };
          transaction.onabort = () => reject(transaction.error);
        };
      }),
    { ...change, all },
  );
}

/** Keeps a copy of the model that the page ships on this device, under another name, as if the user had added it. */
export function keepModel(page: Page, id: string): Promise<void> {
  return page.evaluate(
    async ({ name, shipped }) => {
      const from = new URL(`models/${shipped}/`, document.baseURI).href;
      const manifest = await (await fetch(`${from}zscape.json`)).json();
      const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models', {
        create: true,
      });
      const folder = await models.getDirectoryHandle(name, { create: true });
      const write = async (path: string, content: Blob | string) => {
        const stream = await (await folder.getFileHandle(path, { create: true })).createWritable();
        await stream.write(content);
        await stream.close();
      };
      for (const { path } of manifest.files) await write(path, await (await fetch(from + path)).blob());
      await write('zscape.json', JSON.stringify({ ...manifest, id: name, title: 'Kept here' }));
    },
    { name: id, shipped: defaultModel.id },
  );
}

/** Writes a file of a kept model, or removes it. */
export function writeModelFile(page: Page, id: string, path: string, text: string | null): Promise<void> {
  return page.evaluate(
    async ({ id, path, text }) => {
      const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models', {
        create: true,
      });
      const folder = await models.getDirectoryHandle(id, { create: true });
      if (text === null) return folder.removeEntry(path);
      const stream = await (await folder.getFileHandle(path, { create: true })).createWritable();
      await stream.write(text);
      await stream.close();
    },
    { id, path, text },
  );
}

/** Names of the files of a kept model, with their sizes; null when there is no such folder. */
export function modelFiles(page: Page, id: string): Promise<Record<string, number> | null> {
  return page.evaluate(async (name) => {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models', {
      create: true,
    });
    try {
      const folder = await models.getDirectoryHandle(name);
      const sizes: Record<string, number> = {};
      for await (const [path, handle] of folder.entries())
        sizes[path] = (await (handle as FileSystemFileHandle).getFile()).size;
      return sizes;
    } catch {
      return null;
    }
  }, id);
}
