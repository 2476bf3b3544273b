import { useCallback, useEffect, useRef, useState } from 'react';
import { isAbort, type PlainError, toPlainError } from '../../../base/errors.ts';
import { useRun } from '../../../commands/hooks.ts';
import { measureDiversity } from '../../../commands/measure/measure.ts';
import { useSelect, useZscapeStore } from '../../../store/hooks.ts';
import { presentDraw } from '../../../store/select/faces.ts';
import type { ModelFigures } from '../../../store/state/measure.ts';
import type { State } from '../../../store/state/state.ts';

/** 64 pairs: 128 pictures. */
export const plan = { pairs: 64, walks: 0 };
/** A measurement that nobody asked for is cancelled once it would take longer than this, in milliseconds. */
const patienceMs = 45_000;
/** Pictures before the first estimate: the earliest ones wait for the code that compares them. */
const enough = 12;

/** What figures are about: the model, how its samples are drawn, and what is changed inside the network. */
type About = Pick<State, 'model' | 'network'> & { draw: string };

/** The newest figures: whoever comes back to the panel finds them, and nothing is measured again. */
let newest: { about: About; figures: ModelFigures } | null = null;

function aboutNow(state: State): About {
  return { model: state.model, network: state.network, draw: JSON.stringify(presentDraw(state)) };
}

function figuresAbout(now: About): ModelFigures | null {
  const about = newest?.about;
  const same = about?.model === now.model && about?.network === now.network && about?.draw === now.draw;
  return same ? (newest?.figures ?? null) : null;
}

/** Measures the diversity of the current model when it is first in view, unless that takes too long, and on demand. */
export function useDiversity(seen: boolean) {
  const run = useRun();
  const store = useZscapeStore();
  const model = useSelect((state) => state.model);
  const [figures, setFigures] = useState(() => figuresAbout(aboutNow(store.getState())));
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
      const about = aboutNow(store.getState());
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
        if (found) {
          newest = { about, figures: found };
          setFigures(found);
        }
      } catch (cause) {
        if (own.signal.aborted) return;
        if (!isAbort(cause)) setError(toPlainError(cause));
      }
      setDone(null);
    },
    [run, store, cancel],
  );
  const measure = useCallback(() => begin(Number.POSITIVE_INFINITY), [begin]);
  useEffect(() => {
    const known = model && figuresAbout(aboutNow(store.getState()));
    setFigures(known);
    setError(null);
    if (seen && model && !known) void begin(patienceMs);
    return cancel;
  }, [model, seen, store, begin, cancel]);
  return { figures, error, done, measure, cancel };
}
