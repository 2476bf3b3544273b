/**
 * Stored records that cannot be read: they stay where they are, are counted, can be saved as a file, and are reported
 * once. Only the user removes them, with the session that they belong to.
 */
import { ZscapeError } from '../../../base/errors.ts';
import { formatList } from '../../../language/numbers.ts';
import { inPageLanguage } from '../../../language/texts.ts';
import { notify, type ZscapeStore } from '../../../store/store.ts';
import { sessionMessages } from '../../messages.ts';
import type { Damaged } from './keptRecords.ts';
import { plainOf } from './plainValue.ts';

const toldKey = 'zscape.told-of';

const words = {
  sessions: 'damagedSessions',
  pins: 'damagedPins',
  taught: 'damagedTaught',
} as const satisfies Record<Damaged['store'], string>;

const shelves = new WeakMap<ZscapeStore, SetAside>();

/** Returns the records that the page of this store could not read so far. */
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

  /** Adds newly found records; the user is told unless this browser has reported them before. */
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

  /** Forgets records that are no longer stored. */
  drop(belongs: (item: Damaged) => boolean): void {
    for (const [name, item] of this.#items) if (belongs(item)) this.#items.delete(name);
  }

  /** Returns all unreadable records, as JSON; latents as base64, as in a session file. */
  asFile(): string {
    const records = [...this.#items.values()].map(({ store, key, why, value }) => ({
      ...{ store, key: plainOf(key), why },
      value: plainOf(value),
    }));
    return `${JSON.stringify({ zscape: 'damaged', version: 1, records })}\n`;
  }
}

function damagedError(items: readonly Damaged[]): ZscapeError {
  const t = sessionMessages.get();
  const counts = (Object.keys(words) as Damaged['store'][]).flatMap((store) => {
    const count = items.filter((item) => item.store === store).length;
    return count === 0 ? [] : [t[words[store]](count)];
  });
  const said = t.damaged({ what: formatList(counts) });
  return new ZscapeError('STORAGE_DAMAGED', said, inPageLanguage());
}

function nameOf({ store, key }: Damaged): string {
  return `${store} ${JSON.stringify(plainOf(key))}`;
}

/** At most this many names are remembered: beyond that the oldest may be reported twice. */
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
    // Without storage the next page reports it again.
  }
}
