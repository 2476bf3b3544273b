import { useCallback, useEffect, useRef, useState } from 'react';
import { isAbort, type PlainError, toPlainError } from '../../../base/errors.ts';
import { useRun } from '../../../commands/hooks.ts';
import { measureDiversity } from '../../../commands/measure/measure.ts';
import { useSelect } from '../../../store/hooks.ts';
import type { ModelFigures } from '../../../store/state/measure.ts';

/** 64 pairs: 128 pictures. */
export const plan = { pairs: 64, walks: 0 };
/** A measurement that nobody asked for is cancelled once it would take longer than this, in milliseconds. */
const patienceMs = 45_000;
/** Pictures before the first estimate: the earliest ones wait for the code that compares them. */
const enough = 12;

/** Measures the diversity of the current model when it is first in view, unless that takes too long, and on demand. */
export function useDiversity(seen: boolean) {
  const run = useRun();
  const model = useSelect((state) => state.model);
  const [figures, setFigures] = useState<ModelFigures | null>(null);
  const [error, setError] = useState<PlainError | null>(null);
  /** Pictures computed so far; null while nothing is measured. */
  const [done, setDone] = useState<number | null>(null);
  const abort = useRef<AbortController | null>(null);
  const cancel = useCallback(() => {
    abort.current?.abort();
    setDone(null);
  }, []);
  const begin = useCallback(
    async (patience: number) => {
      abort.current?.abort();
      const own = new AbortController();
      abort.current = own;
      setError(null);
      setDone(0);
      const began = performance.now();
      const tell = (count: number) => {
        if (abort.current !== own || own.signal.aborted) return;
        const inAll = ((performance.now() - began) * 2 * plan.pairs) / count;
        if (count >= enough && inAll > patience) cancel();
        else setDone(count);
      };
      try {
        const found = await run(measureDiversity, plan, own.signal, tell);
        if (own.signal.aborted) return;
        if (found) setFigures(found);
      } catch (cause) {
        if (own.signal.aborted) return;
        if (!isAbort(cause)) setError(toPlainError(cause));
      }
      setDone(null);
    },
    [run, cancel],
  );
  const measure = useCallback(() => begin(Number.POSITIVE_INFINITY), [begin]);
  useEffect(() => {
    setFigures(null);
    setError(null);
    if (seen && model) void begin(patienceMs);
    return cancel;
  }, [model, seen, begin, cancel]);
  return { figures, error, done, measure, cancel };
}
