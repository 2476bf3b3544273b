/** The page's claims and the browser's storage, as far as they can be compared from outside. */
import type { Page } from '@playwright/test';

/** A session as stored in the browser. */
export interface KeptWork {
  id: string;
  name: string;
  work: number;
  worked: boolean;
  /** Of its state, its pins and its undo history, without the thumbnails, which come later. */
  digest: string;
  seed: number | null;
  pins: number;
  /** How many steps undo can go back. */
  steps: number;
}

export interface KeptAll {
  sessions: KeptWork[];
  /** Ids of the attributes that were taught. */
  taught: string[];
}

/** A tab's display and promises, read in one go. */
export interface Shown {
  session: string | null;
  work: number;
  saved: number;
  seed: string | null;
  pins: number;
  canUndo: boolean;
  /** Of the pixels of the picture. */
  picture: string;
  /** Whether the picture is the newest one that the page requested, in full. */
  isNewest: boolean;
}

/** Everything that is stored, read without the page's own code. @param page any page of this site, not only the explorer */
export function readKept(page: Page): Promise<KeptAll> {
  return page.evaluate(async () => {
    const library = await new Promise<IDBDatabase | null>((resolve) => {
      const request = indexedDB.open('zscape');
      // Only the page may create the database, not its observers.
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onerror = () => resolve(null);
      request.onsuccess = () => resolve(request.result);
    });
    if (!library) return { sessions: [], taught: [] };
    const transaction = library.transaction(['sessions', 'pins', 'acts', 'taught']);
    const all = (store: string) =>
      new Promise<Record<string, unknown>[]>((resolve, reject) => {
        const request = transaction.objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [sessions, pins, acts, taught] = await Promise.all(['sessions', 'pins', 'acts', 'taught'].map(all));
    library.close();
    const plain = (name: string, value: unknown) =>
      name === 'thumbnail' ? '' : ArrayBuffer.isView(value) ? String(value) : value;
    const digestOf = async (value: unknown) => {
      const bytes = new TextEncoder().encode(JSON.stringify(value, plain));
      const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      return Array.from(sum.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
    };
    type Moment = { id: number; parent: number | null };
    const stepsOf = (record: { current: number; moments: Moment[] } | undefined) => {
      const byId = new Map(record?.moments.map((moment) => [moment.id, moment]));
      let steps = 0;
      for (let at = byId.get(record?.current ?? -1); at && at.parent !== null; at = byId.get(at.parent))
        steps++;
      return steps;
    };
    return {
      taught: taught!.map(({ id }) => String(id)),
      sessions: await Promise.all(
        sessions!.map(async (session) => {
          const own = pins!.filter((pin) => pin.session === session.id);
          const record = acts!.find((one) => one.session === session.id && one.work === session.acts);
          const state = session.state as { face: { seed: number | null } | null };
          const { current, nextId, moments } = (record ?? {}) as Record<string, unknown>;
          return {
            id: String(session.id),
            name: String(session.name),
            work: Number(session.work ?? 0),
            worked: session.worked !== false,
            digest: await digestOf([session.name, session.model, state, own, current, nextId, moments]),
            seed: state.face?.seed ?? null,
            pins: own.length,
            steps: stepsOf(record as never),
          };
        }),
      ),
    };
  });
}

/** What the tab shows at this moment. */
export function readShown(page: Page): Promise<Shown> {
  return page.evaluate(() => {
    const { work, saved } = document.documentElement.dataset;
    const canvas = document.querySelector<HTMLCanvasElement>('.canvas canvas');
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let sum = 0x811c9dc5;
    for (const value of pixels) sum = Math.imul(sum ^ value, 0x01000193);
    const undo = document.querySelector<HTMLButtonElement>('button[aria-label="Undo"]');
    const { asked, frames } = window.watched ?? { asked: [], frames: [] };
    const newest = frames.at(-1);
    return {
      isNewest: newest?.stamp === asked.length - 1 && !newest.preview,
      session: sessionStorage.getItem('zscape.session'),
      work: Number(work ?? -1),
      saved: Number(saved ?? -1),
      seed: canvas?.dataset.seed ?? null,
      pins: document.querySelectorAll('.tray li:not([aria-hidden])').length,
      canUndo: undo !== null && !undo.disabled,
      picture: `${canvas?.width} ${sum >>> 0}`,
    };
  });
}
