import { startTransition, useEffect, useRef, useState } from 'react';
import { useZscapeStore } from '../store/hooks.ts';

/** The longest that the rest of the page waits for the first picture, in milliseconds. */
const patienceMs = 2000;

/** How far the page is: it waits for the first picture, then gets its panel, and then everything. */
export type Started = 'waits' | 'panel' | 'all';

/**
 * How far the page is. Once the first picture is there, possibly painted before this script ran, the rest of the page is fetched,
 * and rendered in two tasks.
 * @param fetchRest fetches the code that is rendered then; it is called once and never rejects
 */
export function useStarted(fetchRest: () => Promise<unknown>): Started {
  const store = useZscapeStore();
  const [started, setStarted] = useState<Started>('waits');
  const fetchNow = useRef(fetchRest);
  fetchNow.current = fetchRest;
  useEffect(() => {
    let begun = false;
    const begin = () => {
      if (begun) return;
      begun = true;
      void fetchNow.current().then(() => startTransition(() => setStarted('panel')));
    };
    if (document.querySelector('canvas[data-early]')) {
      // In a task of its own: React runs this effect in the long one that takes over the frame.
      const soon = setTimeout(begin);
      return () => clearTimeout(soon);
    }
    const timer = setTimeout(begin, patienceMs);
    const unsubscribe = store.subscribe(({ engine }) => (engine?.frames ?? 0) > 0, begin);
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
  useEffect(() => {
    if (started !== 'panel') return;
    const goOn = () => startTransition(() => setStarted('all'));
    // React would render it together with what the panel itself leaves for later, in one long task.
    if (!('requestIdleCallback' in window)) {
      const soon = setTimeout(goOn, 50);
      return () => clearTimeout(soon);
    }
    const idle = requestIdleCallback(goOn, { timeout: 200 });
    return () => cancelIdleCallback(idle);
  }, [started]);
  return started;
}
