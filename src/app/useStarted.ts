import { startTransition, useEffect, useRef, useState } from 'react';
import { useZscapeStore } from '../store/hooks.ts';

/** So long the rest of the page waits for a first picture that does not come. */
const patienceMs = 2000;

/**
 * Whether the first picture stands, be it the one that was shown ahead of this script. What is beside it is fetched and rendered
 * only then, in pieces that hold nobody up.
 * @param fetchRest fetches what is rendered then; it is called once, and never rejects
 */
export function useStarted(fetchRest: () => Promise<unknown>): boolean {
  const store = useZscapeStore();
  const [started, setStarted] = useState(false);
  const fetchNow = useRef(fetchRest);
  fetchNow.current = fetchRest;
  useEffect(() => {
    let begun = false;
    const begin = () => {
      if (begun) return;
      begun = true;
      void fetchNow.current().then(() => startTransition(() => setStarted(true)));
    };
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
