/** The measurements of the current model. */
import type { ZscapeStore } from '../../store/store.ts';
import { bundleUrl } from './modelLoader.ts';

/**
 * Puts the current model's card into the store, once.
 * @throws BUNDLE_* and NETWORK naming the file
 */
export async function fetchModelCard(store: ZscapeStore): Promise<void> {
  const { model, modelCard, catalogue } = store.getState();
  const entry = catalogue?.find(({ id }) => id === model?.id);
  if (!model || !entry || modelCard?.model === model.id) return;
  // Only who looks at the measurements needs their schema.
  const { readCard } = await import('../../bundle/schema/card.ts');
  const card = await readCard(bundleUrl(entry), model);
  if (store.getState().model?.id === model.id) store.setState({ modelCard: { model: model.id, card } });
}
