import { startTransition, useEffect, useState } from 'react';
import { useZscapeStore } from '../store/hooks.ts';

/** So long the rest of the page waits for a first picture that does not come. */
const patienceMs = 2000;

/**
 * Whether the first picture stands, be it the one that was shown ahead of this script. What is beside it is fetched and rendered
 * only then, in pieces that hold nobody up.
 */
export function useStarted(): boolean {
  const store = useZscapeStore();
  const [started, setStarted] = useState(false);
  useEffect(() => {
    const begin = () => startTransition(() => setStarted(true));
    if (document.querySelector('canvas[data-early]')) {
      begin();
      return;
    }
    const timer = setTimeout(begin, patienceMs);
    const unsubscribe = store.subscribe(({ engine }) => (engine?.frames ?? 0) > 0, begin);
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
  return started;
}
