import { useEffect, useState } from 'react';
import { nowAndThen } from '../../../base/nowAndThen.ts';
import { useRun } from '../../../commands/hooks.ts';
import { measurePace } from '../../../commands/journey/pace.ts';
import type { Playable } from '../../../store/state/journeys.ts';
import { restMs } from './rest.ts';

export interface PaceProgress {
  done: number;
  most: number;
}

/**
 * Measures the walk or the path for constant speed as soon as it stops changing.
 * @param wanted whether constant speed is on and not measured yet
 * @param way a new object for a new walk or path, which ends the previous measurement
 * @param network a new object for new changes inside the network, which also ends it
 * @returns its progress; null while nothing is measured
 */
export function usePaceMeasure(
  what: Playable,
  wanted: boolean,
  way: object | null,
  network: object | null,
): PaceProgress | null {
  const run = useRun();
  const [progress, setProgress] = useState<PaceProgress | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the command reads the network, and only its being another counts here
  useEffect(() => {
    if (!wanted || way === null) return;
    const abort = new AbortController();
    const start = setTimeout(() => {
      const onProgress = nowAndThen((done: number, most: number) => {
        if (!abort.signal.aborted) setProgress({ done, most });
      });
      run(measurePace, what, { signal: abort.signal, onProgress })?.catch(() => setProgress(null));
    }, restMs);
    return () => {
      clearTimeout(start);
      abort.abort();
      setProgress(null);
    };
  }, [run, what, wanted, way, network]);
  return wanted ? progress : null;
}
