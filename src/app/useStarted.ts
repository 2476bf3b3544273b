import { startTransition, useEffect, useRef, useState } from 'react';
import { useZscapeStore } from '../store/hooks.ts';

/** The longest that the rest of the page waits for the first picture, in milliseconds. */
const patienceMs = 2000;

/**
 * Whether the first picture is there, possibly painted before this script ran. Only then is the rest of the page fetched and
 * rendered, in small pieces.
 * @param fetchRest fetches the code that is rendered then; it is called once and never rejects
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
