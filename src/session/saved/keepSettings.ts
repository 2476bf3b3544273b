/** Keeps the settings in localStorage; a browser that refuses it merely forgets them. */
import { settingNames } from '../../store/state/fields.ts';
import { decodeSettings, encodeSettings } from '../../store/state/settings.ts';
import type { State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';

const storageKey = 'zscape.settings';

export function loadSettings(): Partial<State> {
  try {
    return decodeSettings(localStorage.getItem(storageKey));
  } catch {
    return {};
  }
}

export function keepSettings(store: ZscapeStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
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
}
