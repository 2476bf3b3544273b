import { useEffect, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { estimateBatch } from '../../commands/work/batch.ts';
import { useSelect } from '../../store/hooks.ts';
import type { BatchSettings } from '../../store/state/batch.ts';

interface PerPicture {
  bytesPerPicture: number;
  secondsPerPicture: number;
}

/** How long the settings must stay unchanged before pictures are made for an estimate, in milliseconds. */
const restMs = 300;

/**
 * Returns what one picture of the batch costs, estimated from a few. Null while estimating, undefined after a failure.
 * @param possible false while the settings are invalid
 */
export function useBatchEstimate(batch: BatchSettings, possible: boolean): PerPicture | null | undefined {
  const run = useRun();
  const model = useSelect((state) => state.model?.id);
  const { way, format, quality, scale } = batch;
  // The choice of samples makes little difference.
  const of = possible ? [model, way, format, quality, scale].join(' ') : null;
  const [found, setFound] = useState<{ of: string; value: PerPicture | undefined } | null>(null);
  const fits = found !== null && found.of === of;
  useEffect(() => {
    if (fits || of === null) return;
    const abort = new AbortController();
    const finish = (value: PerPicture | undefined) => {
      if (!abort.signal.aborted) setFound({ of, value });
    };
    const start = setTimeout(() => {
      run(estimateBatch, abort.signal)?.then(finish, () => finish(undefined));
    }, restMs);
    return () => {
      clearTimeout(start);
      abort.abort();
    };
  }, [run, of, fits]);
  return fits ? found.value : null;
}
