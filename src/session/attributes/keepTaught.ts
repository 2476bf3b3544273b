/** Attributes that the user taught, kept in IndexedDB for all sessions and tabs. */
import { changeThroughout } from '../../store/history/remember.ts';
import type { Taught } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import { openLibrary, storageError } from '../saved/database.ts';

/** Stores whose attributes are written to the browser as they change. */
const watched = new WeakSet<ZscapeStore>();

/**
 * Reads the attributes that were kept, and from now on keeps what changes, whether by an act or by its undoing. Without
 * storage the page says so and goes on.
 */
export async function loadTaught(store: ZscapeStore): Promise<void> {
  try {
    const kept = await (await openLibrary()).getAll('taught');
    changeThroughout(store, 'taught', (known) => withKept(known, kept));
  } catch (error) {
    notify(store, storageError(error), 'info');
  }
  watch(store);
}

/** Adds an attribute, or replaces the one with the same id. */
export function putTaught(store: ZscapeStore, one: Taught): void {
  store.setState(({ taught }) => ({ taught: sorted([...taught.filter(({ id }) => id !== one.id), one]) }));
}

export function removeTaught(store: ZscapeStore, id: string): void {
  store.setState(({ taught }) => ({ taught: taught.filter((one) => one.id !== id) }));
}

function watch(store: ZscapeStore): void {
  if (watched.has(store)) return;
  watched.add(store);
  let writes = Promise.resolve();
  store.subscribe(
    (state) => state.taught,
    (now, before) => {
      writes = writes
        .then(() => keep(now, before))
        .catch((error: unknown) => notify(store, storageError(error), 'info'));
    },
  );
}

async function keep(now: readonly Taught[], before: readonly Taught[]): Promise<void> {
  const transaction = (await openLibrary()).transaction('taught', 'readwrite');
  const [known, left] = [new Set(before), new Set(now.map(({ id }) => id))];
  await Promise.all([
    ...now.filter((one) => !known.has(one)).map((one) => transaction.store.put(one)),
    ...before.filter(({ id }) => !left.has(id)).map(({ id }) => transaction.store.delete(id)),
    transaction.done,
  ]);
}

function withKept(known: readonly Taught[], kept: readonly Taught[]): readonly Taught[] {
  const here = new Set(known.map(({ id }) => id));
  const missing = kept.filter(({ id }) => !here.has(id));
  return missing.length === 0 ? known : sorted([...missing, ...known]);
}

function sorted(taught: Taught[]): Taught[] {
  return taught.sort((one, other) => one.created - other.created);
}
