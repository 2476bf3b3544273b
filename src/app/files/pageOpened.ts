import type { ZscapeStore } from '../../store/store.ts';

/** Settles when the page shows its first face, or says that it cannot. A file that is opened earlier would be replaced by that face. */
export function pageOpened(store: ZscapeStore): Promise<void> {
  return new Promise((resolve) => {
    const isOpen = () => {
      const { catalogue, model, loading, notLoaded } = store.getState();
      return catalogue !== null && loading === null && (model !== null || notLoaded !== null);
    };
    if (isOpen()) {
      resolve();
      return;
    }
    const unsubscribe = store.subscribe(() => {
      if (!isOpen()) return;
      unsubscribe();
      resolve();
    });
  });
}
