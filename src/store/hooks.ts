/** How React components read the store. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { State } from './state/state.ts';
import type { ZscapeStore } from './store.ts';

export const StoreContext = createContext<ZscapeStore | null>(null);

export function useZscapeStore(): ZscapeStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error('StoreContext is missing above this component.');
  return store;
}

/** Re-renders when the selected value changes by identity. */
export function useSelect<T>(selector: (state: State) => T): T {
  return useStore(useZscapeStore(), selector);
}

/** Like `useSelect`, for selectors that build a new array or object: it compares one level deep. */
export function useSelectShallow<T>(selector: (state: State) => T): T {
  return useStore(useZscapeStore(), useShallow(selector));
}
