import { useContext, useEffect, useState } from 'react';
import { useZscapeStore } from '../../store/hooks.ts';
import type { State } from '../../store/state/state.ts';
import { InView } from './useLive.ts';

/**
 * Returns a part of the state once it has not changed for a while, so nothing is rendered for it during a drag, or while this part of the
 * panel is out of view.
 * @param read a stable function; compared item by item
 * @returns undefined until the state has rested for the first time
 */
export function useResting<T extends readonly unknown[]>(
  read: (state: State) => T,
  restMs: number,
): T | undefined {
  const store = useZscapeStore();
  const inView = useContext(InView);
  const [rested, setRested] = useState<T>();
  useEffect(() => {
    if (!inView) return;
    let timer: ReturnType<typeof setTimeout>;
    const take = () =>
      setRested((before) => {
        const now = read(store.getState());
        return before && sameList(before, now) ? before : now;
      });
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(take, restMs);
    };
    soon();
    const unsubscribe = store.subscribe((now, before) => {
      if (!sameList(read(now), read(before))) soon();
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store, read, inView, restMs]);
  return rested;
}

function sameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, i) => value === other[i]);
}
