import { useCallback, useEffect, useRef, useState } from 'react';
import { type DimensionEffects, measureDimensions } from '../../commands/face/measureDimensions.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';

/** The effect of each dimension on a face; `measure` starts the measurement and `cancel` ends it. */
export function useDimensionEffects() {
  const run = useRun();
  const model = useSelect((state) => state.model?.id);
  const [measured, setMeasured] = useState<DimensionEffects | null>(null);
  /** Dimensions that have been measured; null while nothing is. */
  const [done, setDone] = useState<number | null>(null);
  const abort = useRef<AbortController | null>(null);
  const cancel = useCallback(() => abort.current?.abort(), []);
  const measure = useCallback(async () => {
    abort.current?.abort();
    const own = new AbortController();
    abort.current = own;
    const isCurrent = () => abort.current === own;
    setDone(0);
    const result = await run(measureDimensions, own.signal, (count) => {
      if (isCurrent()) setDone(count);
    })?.catch(() => null);
    if (!isCurrent()) return;
    setDone(null);
    if (result) setMeasured(result);
  }, [run]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model has other dimensions
  useEffect(() => {
    setMeasured(null);
    return cancel;
  }, [model, cancel]);
  return { measured, done, measure, cancel };
}
