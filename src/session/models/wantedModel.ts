/** Finds the requested model among those that are here. */
import { ZscapeError } from '../../base/errors.ts';
import { inPageLanguage } from '../../language/texts.ts';
import type { ModelEntry } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import { sessionMessages } from '../messages.ts';
import { chooseModel } from './modelLoader.ts';

/** Tells whether the catalogue has a model with that id. */
export function isListed(store: ZscapeStore, id: string): boolean {
  return store.getState().catalogue?.some((entry) => entry.id === id) ?? false;
}

/**
 * Returns the requested model, otherwise the default. It tells the user if the model is not here, and returns null if
 * there is none at all.
 */
export function findModel(store: ZscapeStore, wish: string | null, fromLink: boolean): ModelEntry | null {
  const known = (store.getState().catalogue ?? []).filter(({ id, damaged }) => !damaged || id === wish);
  try {
    return chooseModel(known, wish);
  } catch (error) {
    const missing = new ZscapeError(
      'MODEL_UNKNOWN',
      sessionMessages.get().notHere({ model: wish ?? '' }),
      inPageLanguage(),
    );
    notify(store, fromLink ? missing : error);
    return wish === null ? null : findModel(store, null, false);
  }
}
