/** The bench's requests to its page, and the replies. */
import type { FilmSettings } from '../../../src/export/film/contract.ts';

export interface Asked {
  /** Address of the frames: RGBA, one after another. */
  walk: string;
  settings: FilmSettings;
}

export interface Made {
  /** From the first frame to the end of the file. */
  ms: number;
  file: Uint8Array<ArrayBuffer>;
}

export interface MadeInPage {
  ms: number;
  base64: string;
}
