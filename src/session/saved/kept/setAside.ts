/**
 * What was kept and cannot be read: it stays where it is, is counted, can be saved as a file, and is told of once. Only
 * the user removes it, with the session that it belongs to.
 */
import { ZscapeError } from '../../../base/errors.ts';
import { notify, type ZscapeStore } from '../../../store/store.ts';
import type { Damaged } from './keptRecords.ts';
import { plainOf } from './plainValue.ts';

const toldKey = 'zscape.told-of';

const words: Record<Damaged['store'], [one: string, many: string]> = {
  sessions: ['session', 'sessions'],
  pins: ['pin', 'pins'],
  taught: ['taught attribute', 'taught attributes'],
};

const shelves = new WeakMap<ZscapeStore, SetAside>();

/** What the page of this store could not read so far. */
export function setAsideOf(store: ZscapeStore): SetAside {
  const known = shelves.get(store) ?? new SetAside(store);
  shelves.set(store, known);
  return known;
}

export class SetAside {
  readonly #store: ZscapeStore;
  readonly #items = new Map<string, Damaged>();

  constructor(store: ZscapeStore) {
    this.#store = store;
  }

  get count(): number {
    return this.#items.size;
  }

  /** Takes what was found anew; the user hears of it unless this browser has said so before. */
  add(found: readonly Damaged[]): void {
    const fresh = found.filter((item) => !this.#items.has(nameOf(item)));
    if (fresh.length === 0) return;
    for (const item of fresh) this.#items.set(nameOf(item), item);
    const told = readTold();
    const untold = fresh.map(nameOf).filter((name) => !told.has(name));
    if (untold.length === 0) return;
    writeTold([...told, ...untold]);
    notify(this.#store, damagedError([...this.#items.values()]), 'info');
  }

  /** Forgets what is no longer kept. */
  drop(belongs: (item: Damaged) => boolean): void {
    for (const [name, item] of this.#items) if (belongs(item)) this.#items.delete(name);
  }

  /** Everything that could not be read, as JSON; latents as base64, as in a session file. */
  asFile(): string {
    const records = [...this.#items.values()].map(({ store, key, why, value }) => ({
      ...{ store, key: plainOf(key), why },
      value: plainOf(value),
    }));
    return `${JSON.stringify({ zscape: 'damaged', version: 1, records })}\n`;
  }
}

function damagedError(items: readonly Damaged[]): ZscapeError {
  const counts = (Object.keys(words) as Damaged['store'][]).flatMap((store) => {
    const count = items.filter((item) => item.store === store).length;
    return count === 0 ? [] : [`${count} ${words[store][count === 1 ? 0 : 1]}`];
  });
  return new ZscapeError(
    'STORAGE_DAMAGED',
    `This browser kept something that cannot be read any more: ${counts.join(', ')}. It stays as it is, and All kept… saves it as a file; everything else is here.`,
  );
}

function nameOf({ store, key }: Damaged): string {
  return `${store} ${JSON.stringify(plainOf(key))}`;
}

/** More names than this are not remembered: then the oldest may be told of twice. */
const mostTold = 500;

function readTold(): Set<string> {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(toldKey) ?? '[]');
    return new Set(Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []);
  } catch {
    return new Set();
  }
}

function writeTold(names: readonly string[]): void {
  try {
    localStorage.setItem(toldKey, JSON.stringify(names.slice(-mostTold)));
  } catch {
    // Without it the next page says so again.
  }
}
