/** Keeps the settings in localStorage; a browser that refuses it merely forgets them. */
import { settingNames } from '../../store/state/fields.ts';
import { decodeSettings, encodeSettings } from '../../store/state/settings.ts';
import type { State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';

const storageKey = 'zscape.settings';

/** Reads the stored settings; none without storage. */
export function loadSettings(): Partial<State> {
  try {
    const kept = decodeSettings(localStorage.getItem(storageKey));
    // A visitor with settings from before there were first steps knows the page already.
    const knows = kept.firstVisit === undefined && Object.keys(kept).length > 0;
    return knows ? { ...kept, firstVisit: { over: true, done: [] } } : kept;
  } catch {
    return {};
  }
}

/** Starts storing the settings, soon after each change and when the page is left. */
export function keepSettings(store: ZscapeStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    try {
      localStorage.setItem(storageKey, encodeSettings(store.getState()));
    } catch {
      // Storage is refused: the defaults will do next time.
    }
  };
  store.subscribe((now, before) => {
    if (settingNames.every((name) => now[name] === before[name])) return;
    clearTimeout(timer);
    timer = setTimeout(write, 300);
  });
  globalThis.addEventListener?.('pagehide', () => {
    if (timer !== undefined) write();
  });
}
