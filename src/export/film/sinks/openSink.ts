import type { FilmSink } from '../contract.ts';
import type { MadeFilm } from '../messages.ts';

/** The destination of a film in progress. */
export interface OpenSink extends FilmSink {
  /** Completes the film. @param type MIME type */
  close(type: string): Promise<MadeFilm>;
  /** Abandons the film: everything written is removed. */
  discard(): Promise<void>;
}
