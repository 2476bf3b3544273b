/** Remembers the spread of samples for each model, however it was set: by the slider, an undo, or a link. */
import { canSpread, usualSpread } from '../../store/select/space.ts';
import { mostSpreads } from '../../store/state/settings.ts';
import type { ZscapeStore } from '../../store/store.ts';

/** Starts remembering the spreads of a store. */
export function keepSpreads(store: ZscapeStore): void {
  store.subscribe((now, before) => {
    const { model, spread, spreads } = now;
    // The spread changed because another model was loaded, not because the user chose it.
    if (!model || model !== before.model || spread === before.spread || !canSpread(model)) return;
    const { [model.id]: _, ...others } = spreads;
    const latest = Object.entries(others).slice(1 - mostSpreads);
    const own = spread === usualSpread(model) ? [] : [[model.id, spread] as const];
    store.setState({ spreads: Object.fromEntries([...latest, ...own]) });
  });
}
