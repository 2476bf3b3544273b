import { useEffect, useState } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { measureFaces } from '../../../commands/journey/pace.ts';
import type { NetworkState } from '../../../store/state/network.ts';
import { restMs } from './rest.ts';

/**
 * The change of the picture from each face to the next; null until it is measured, which begins when the faces stop changing.
 * @param faces the same array as long as nothing changes
 * @param networks what is changed inside the network at each face; the same array as long as nothing changes
 * @param known the changes, if they have already been measured
 */
export function useSteps(
  faces: readonly Float32Array[],
  networks: readonly NetworkState[],
  known: readonly number[] | null,
): readonly number[] | null {
  const run = useRun();
  const [measured, setMeasured] = useState<{
    of: typeof faces;
    in: typeof networks;
    steps: readonly number[];
  } | null>(null);
  const needed = known === null && faces.length > 1;
  useEffect(() => {
    if (!needed) return;
    const abort = new AbortController();
    const start = setTimeout(() => {
      run(measureFaces, faces, networks, abort.signal)?.then(
        (steps) => setMeasured({ of: faces, in: networks, steps }),
        () => undefined,
      );
    }, restMs);
    return () => {
      clearTimeout(start);
      abort.abort();
    };
  }, [run, faces, networks, needed]);
  return known ?? (measured?.of === faces && measured.in === networks ? measured.steps : null);
}
