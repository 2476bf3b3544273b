import { useEffect, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { estimateFilm, previewFilm } from '../../commands/work/films.ts';

export interface Preview {
  frames: readonly ImageBitmap[];
  fps: number;
}

export interface Estimate {
  bytes: number;
  seconds: number;
}

/** How long settings must stay unchanged before frames are made for them, in milliseconds. */
const restMs = 300;

interface Found {
  preview: Preview | null;
  /** Null while it is being made, undefined if it failed or belongs to other settings. */
  estimate: Estimate | null | undefined;
}

/**
 * Returns the first frames of the film, and the estimated size and time of the whole; the frames stay until there are new ones.
 * @param of a new object for new settings; null if there is nothing to show
 * @param wanted false while the engine is needed for the film itself
 */
export function usePreview(of: object | null, wanted: boolean, isStill: boolean): Found {
  const run = useRun();
  const [preview, setPreview] = useState<Preview | null>(null);
  const [estimate, setEstimate] = useState<{ of: object; value: Estimate | undefined } | null>(null);
  const needed = wanted && of !== null && estimate?.of !== of;
  useEffect(() => {
    if (!needed || of === null) return;
    const abort = new AbortController();
    const { signal } = abort;
    const make = async () => {
      const next = await run(previewFilm, signal);
      if (signal.aborted) for (const frame of next?.frames ?? []) frame.close();
      else if (next) setPreview(next);
      const value = isStill ? undefined : await run(estimateFilm, signal);
      if (!signal.aborted) setEstimate({ of, value });
    };
    const start = setTimeout(() => {
      make().catch(() => {
        if (!signal.aborted) setEstimate({ of, value: undefined });
      });
    }, restMs);
    return () => {
      clearTimeout(start);
      abort.abort();
    };
  }, [run, of, needed, isStill]);
  useEffect(
    () => () => {
      for (const frame of preview?.frames ?? []) frame.close();
    },
    [preview],
  );
  return { preview, estimate: estimate?.of === of ? estimate?.value : null };
}
