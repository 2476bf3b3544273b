import { useEffect, useState } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { findFormats } from '../../../commands/work/films.ts';
import type { FilmFormatName } from '../../../store/state/film.ts';

export interface FormatHere {
  format: FilmFormatName;
  codec: string | null;
  possible: boolean;
}

/** The formats that this browser can write; null until they are known. */
export function useFormats(): readonly FormatHere[] | null {
  const run = useRun();
  const [formats, setFormats] = useState<readonly FormatHere[] | null>(null);
  useEffect(() => {
    let gone = false;
    run(findFormats)?.then(
      (found) => !gone && setFormats(found),
      () => !gone && setFormats([]),
    );
    return () => {
      gone = true;
    };
  }, [run]);
  return formats;
}

/** The alternatives to an unavailable format: the other video format first, then what every browser can write. */
export function nextBest(format: FilmFormatName, formats: readonly FormatHere[]): FilmFormatName | null {
  const order: readonly FilmFormatName[] = ['mp4', 'webm', 'webp', 'gif', 'apng', 'png-frames'];
  const possible = (name: FilmFormatName) => formats.some((one) => one.format === name && one.possible);
  return order.find((name) => name !== format && possible(name)) ?? null;
}
