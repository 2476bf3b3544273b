import { useEffect, useRef, useState } from 'react';
import { isAbort, type PlainError, toPlainError } from '../../base/errors.ts';
import { nowAndThen } from '../../base/nowAndThen.ts';
import { useRun } from '../../commands/hooks.ts';
import { exportFilm, exportStill } from '../../commands/work/films.ts';

export type FilmWork =
  | { state: 'idle' }
  /** Constant speed is measured first. */
  | { state: 'measuring'; done: number; most: number }
  /** `left` is how many seconds it still takes; null before that can be told. */
  | { state: 'encoding'; frames: number; left: number | null }
  /** All frames are in, and this share of the rest is done. */
  | { state: 'finishing'; share: number }
  | { state: 'done'; fileName: string; url: string | null; blob: Blob | null; bytes: number }
  | { state: 'failed'; error: PlainError };

/** With fewer frames than this, the remaining time cannot be estimated. */
const enoughFrames = 4;

interface FilmStart {
  isStill: boolean;
  frames: number;
  expected: number | null;
}

/** Makes a film: starts it, stops it and reports its progress. It stops when the dialog closes. */
export function useFilmWork(): {
  work: FilmWork;
  start: (what: FilmStart) => Promise<void>;
  stop: () => void;
} {
  const run = useRun();
  const [work, setWork] = useState<FilmWork>({ state: 'idle' });
  const abort = useRef<AbortController | null>(null);
  const release = useRef<(() => void) | null>(null);
  const shown = work.state === 'done' ? work.url : null;
  useEffect(
    () => () => {
      abort.current?.abort();
      release.current?.();
    },
    [],
  );
  useEffect(() => () => (shown ? URL.revokeObjectURL(shown) : undefined), [shown]);

  const start = async ({ isStill, frames: total, expected }: FilmStart) => {
    const controller = new AbortController();
    abort.current = controller;
    release.current?.();
    release.current = null;
    setWork({ state: 'encoding', frames: 0, left: null });
    let begun = 0;
    const showFrames = nowAndThen(setWork);
    const onProgress = (frames: number) => {
      const now = performance.now();
      if (frames === 1) begun = now;
      const each = (now - begun) / 1000 / (frames - 1);
      const left = frames > enoughFrames ? each * (total - frames) : null;
      showFrames({ state: 'encoding', frames, left });
    };
    const onMeasure = nowAndThen((done: number, most: number) => setWork({ state: 'measuring', done, most }));
    const onFinishing = nowAndThen((share: number) => setWork({ state: 'finishing', share }));
    try {
      const hooks = { signal: controller.signal, onProgress, onMeasure, onFinishing, expected };
      const saved = await (isStill ? run(exportStill) : run(exportFilm, hooks));
      if (!saved) return setWork({ state: 'idle' });
      const { fileName, bytes, blob } = saved;
      release.current = saved.release;
      const url = blob && URL.createObjectURL(blob);
      setWork({ state: 'done', fileName, url, blob, bytes });
    } catch (error) {
      setWork(isAbort(error) ? { state: 'idle' } : { state: 'failed', error: toPlainError(error) });
    }
  };
  return { work, start, stop: () => abort.current?.abort() };
}
