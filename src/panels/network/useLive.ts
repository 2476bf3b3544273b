import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { isAbort } from '../../base/errors.ts';
import { useZscapeStore } from '../../store/hooks.ts';
import type { State } from '../../store/state/state.ts';

/** Whether the surrounding part of the panel is in view. */
export const InView = createContext(true);

/**
 * Repeats a request about the current face whenever the face or a change inside the network is new. One request is under way at a time,
 * followed only by the newest one, so it keeps up with a drag. It pauses while the page is hidden or the part is out of view.
 * @param ask a stable function for one request; null for none
 * @param onAnswer called with each answer, outside React; it may paint
 * @param restMs between an answer and the next request; a costly request leaves the engine time for pictures and maps
 * @returns the error of the last request, or null
 */
export function useLive<T>(
  ask: ((z: Float32Array, signal: AbortSignal) => Promise<T> | undefined) | null,
  onAnswer: (answer: T) => void,
  restMs = 0,
): unknown {
  const store = useZscapeStore();
  const inView = useContext(InView);
  const answer = useRef(onAnswer);
  answer.current = onAnswer;
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (!ask || !inView) return;
    const abort = new AbortController();
    let going = false;
    let again = false;
    const go = async () => {
      again = true;
      if (going) return;
      going = true;
      while (again && !abort.signal.aborted && !document.hidden) {
        again = false;
        const { face } = store.getState();
        if (!face) break;
        try {
          const found = await ask(face.z, abort.signal);
          if (abort.signal.aborted) return;
          if (found !== undefined) answer.current(found);
          setError(null);
        } catch (cause) {
          if (!isAbort(cause) && !abort.signal.aborted) setError(cause);
        }
        if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
      }
      going = false;
    };
    const changed = (now: State, before: State) =>
      now.face?.z !== before.face?.z || now.network !== before.network || now.model !== before.model;
    const unsubscribe = store.subscribe((now, before) => {
      if (changed(now, before)) void go();
    });
    const onShown = () => {
      if (again) void go();
    };
    document.addEventListener('visibilitychange', onShown);
    void go();
    return () => {
      abort.abort();
      unsubscribe();
      document.removeEventListener('visibilitychange', onShown);
    };
  }, [store, ask, inView, restMs]);
  return ask ? error : null;
}
