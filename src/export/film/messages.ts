/** The page's calls to the film's worker: first to start, then each frame, then for the file. */
import type { FilmSettings } from './contract.ts';
import type { FilmLook } from './look.ts';

/** The film's destination: the browser's own storage or memory, or a file that the user has picked. */
export type FilmPlace = { kind: 'kept' } | { kind: 'picked'; handle: FileSystemFileHandle };

/** The finished film. `file` is null if it went into the file that the user has picked. */
export interface MadeFilm {
  bytes: number;
  file: Blob | null;
  /** Its name in the browser's own storage until it has been saved; null if it is in memory. */
  kept: string | null;
}

export interface FilmCalls {
  start: { ask: { settings: FilmSettings; look: FilmLook; place: FilmPlace }; answer: undefined };
  /** Answered, when there is room for another frame, with the number of frames so far. The worker handles frames in order. */
  frame: { ask: { image: ImageBitmap }; answer: number };
  /** Reports the finished share, for formats with much left to do after the last frame. */
  finish: { ask: undefined; answer: MadeFilm; news: { type: 'finishing'; share: number } };
  /** Abandons a film: its output is removed. */
  cancel: { ask: undefined; answer: undefined };
}
