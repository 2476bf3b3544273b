import { useCallback, useSyncExternalStore } from 'react';

/**
 * Whether a CSS media query holds; the component is rendered again when that changes. In the HTML that the build writes, none
 * holds.
 */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}
