/** The user's taught attributes, kept in IndexedDB for all sessions and tabs. */
import { changeThroughout } from '../../store/history/remember.ts';
import type { Taught } from '../../store/state/state.ts';
import { notify, settleNotices, type ZscapeStore } from '../../store/store.ts';
import { inLibrary, type Library, storageError } from '../saved/database.ts';
import { partRecords } from '../saved/kept/keptRecords.ts';
import { Retrying } from '../saved/kept/retrying.ts';
import { setAsideOf } from '../saved/kept/setAside.ts';
import { savedMarkOf } from '../saved/savedMark.ts';
import { readTaught } from './taughtSchema.ts';

/** The attributes of a store that are known to be saved, and the database that holds them. */
interface Known {
  library: Library | null;
  taught: readonly Taught[];
}

/** Stores whose attributes are kept in step with the browser's. */
const watched = new WeakMap<ZscapeStore, Known>();

/**
 * Reads the saved attributes, and from then on saves every change, whether by an act or by undo. Unreadable ones are set
 * aside. Without storage the page reports that and continues.
 */
export async function loadTaught(store: ZscapeStore): Promise<void> {
  const known = watch(store);
  try {
    const { kept, damaged, library } = await inLibrary(readAll);
    setAsideOf(store).add(damaged);
    known.taught = withKept(known.taught, kept);
    known.library = library;
    changeThroughout(store, 'taught', (then) => withKept(then, kept));
  } catch (error) {
    notify(store, storageError(error), 'info');
  }
}

async function readAll(library: Library) {
  const { store } = library.transaction('taught');
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
  const records = keys.map((key, index) => ({ key, value: values[index] }));
  const { good, damaged } = partRecords('taught', records, readTaught);
  return { kept: good, damaged, library };
}

/** Adds an attribute, or replaces the one with the same id. */
export function putTaught(store: ZscapeStore, one: Taught): void {
  store.setState(({ taught }) => ({ taught: sorted([...taught.filter(({ id }) => id !== one.id), one]) }));
}

export function removeTaught(store: ZscapeStore, id: string): void {
  store.setState(({ taught }) => ({ taught: taught.filter((one) => one.id !== id) }));
}

/** Writes whatever is not known to be saved, now and after every change, and retries until it succeeds. */
function watch(store: ZscapeStore): Known {
  const before = watched.get(store);
  if (before) return before;
  const known: Known = { library: null, taught: [] };
  watched.set(store, known);
  const mark = savedMarkOf(store);
  let unsaved: (() => void)[] = [];
  const write = async () => {
    const then = unsaved;
    unsaved = [];
    try {
      await keep(store.getState().taught, known);
      for (const saved of then) saved();
    } catch (error) {
      unsaved.push(...then);
      throw error;
    }
  };
  const writing = new Retrying(write, {
    failed: (error) => notify(store, storageError(error), 'info', 'storage'),
    recovered: () => settleNotices(store, 'storage'),
  });
  store.subscribe(
    (state) => state.taught,
    () => {
      unsaved.push(mark.changedElsewhere());
      void writing.run();
    },
  );
  return known;
}

/** Writes the differences. They count as saved once the transaction has ended. */
async function keep(now: readonly Taught[], known: Known): Promise<void> {
  const left = new Set(now.map(({ id }) => id));
  known.library = await inLibrary(async (library) => {
    const transaction = library.transaction('taught', 'readwrite', { durability: 'strict' });
    const { store } = transaction;
    // An empty store means that the data were cleared; a smaller one only that the user removed something in another tab.
    const intact = known.library === library && (await store.count()) > 0;
    const there = new Set(intact ? known.taught : []);
    await Promise.all([
      ...now.filter((one) => !there.has(one)).map((one) => store.put(one)),
      ...known.taught.filter(({ id }) => !left.has(id)).map(({ id }) => store.delete(id)),
      transaction.done,
    ]);
    return library;
  });
  known.taught = now;
}

function withKept(known: readonly Taught[], kept: readonly Taught[]): readonly Taught[] {
  const here = new Set(known.map(({ id }) => id));
  const missing = kept.filter(({ id }) => !here.has(id));
  return missing.length === 0 ? known : sorted([...missing, ...known]);
}

function sorted(taught: Taught[]): Taught[] {
  return taught.sort((one, other) => one.created - other.created);
}
