/** Remembers for each model how far its samples are spread, whoever set it: the slider, an undo, a link. */
import { canSpread, usualSpread } from '../../store/select/space.ts';
import { mostSpreads } from '../../store/state/settings.ts';
import type { ZscapeStore } from '../../store/store.ts';

export function keepSpreads(store: ZscapeStore): void {
  store.subscribe((now, before) => {
    const { model, spread, spreads } = now;
    // With another model comes its own spread; that is no choice of the user's.
    if (!model || model !== before.model || spread === before.spread || !canSpread(model)) return;
    const { [model.id]: _, ...others } = spreads;
    const latest = Object.entries(others).slice(1 - mostSpreads);
    const own = spread === usualSpread(model) ? [] : [[model.id, spread] as const];
    store.setState({ spreads: Object.fromEntries([...latest, ...own]) });
  });
}
