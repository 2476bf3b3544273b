/** When a tab's work is written: soon after a change, immediately if it matters, and finally when the tab closes. */
import { workNames } from '../../store/state/fields.ts';
import type { State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';

/** Work is written once it has rested this long, and at the latest this long after the first unwritten change. */
const waitMs = { rest: 400, atLatest: 2000 };

interface Watcher {
  /** @param isAct whether the user did something, rather than the first face arriving or pins being read */
  changed(isAct: boolean): void;
  isSaved(): boolean;
  write(): void;
  /** Called when the page may be gone in a moment. */
  writeLast(): void;
}

/**
 * Starts watching the work of a store. @returns functions to call for changes outside the store, and before the work is
 * read
 */
export function watchWork(store: ZscapeStore, watcher: Watcher): { soon(): void; read(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changedAt: number | null = null;
  const now = () => {
    clearTimeout(timer);
    watcher.write();
  };
  const soon = () => {
    const at = performance.now();
    changedAt ??= at;
    clearTimeout(timer);
    timer = setTimeout(now, Math.max(0, Math.min(waitMs.rest, changedAt + waitMs.atLatest - at)));
  };
  store.subscribe((state, before) => {
    if (changesWork(state, before)) watcher.changed(isAct(state, before));
    else if (state.history?.moments === before.history?.moments) return;
    soon();
  });
  // A pin is saved immediately: a reload right after must not lose it.
  store.subscribe((state) => state.pins, now);
  // Leaving the page is the last chance to save the latest work.
  globalThis.addEventListener?.('pagehide', () => {
    if (!watcher.isSaved()) watcher.writeLast();
  });
  globalThis.document?.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && !watcher.isSaved()) now();
  });
  return {
    soon,
    read: () => {
      changedAt = null;
    },
  };
}

const movingFields: readonly (keyof State)[] = ['face', 'pull', 'walk', 'path', 'network'];

/** Movement by playing does not count as work: the position is saved with the next act. */
function changesWork(now: State, before: State): boolean {
  const plays = now.playing !== null && before.playing !== null;
  return (
    now.model !== before.model ||
    now.history?.current !== before.history?.current ||
    workNames.some((name) => now[name] !== before[name] && !(plays && movingFields.includes(name)))
  );
}

function isAct({ history: now }: State, { history: before }: State): boolean {
  return now !== null && before !== null && now.current !== before.current;
}
