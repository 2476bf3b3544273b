/** The interfaces between the film's worker, the formats, and the destinations of the bytes. */
import type { GifChoices } from './encoders/gifChoices.ts';

export const filmFormats = ['gif', 'mp4', 'webm', 'webp', 'apng', 'png-frames', 'contact-sheet'] as const;
export type FilmFormat = (typeof filmFormats)[number];

export interface FilmSettings {
  format: FilmFormat;
  /** Pixels of the file; for a contact sheet and for PNG frames, those of each frame. */
  width: number;
  height: number;
  /** Frames a second, 1 to 60. */
  fps: number;
  /** How many frames `add` will bring. */
  frames: number;
  /** Whether a player starts again at the end. */
  loop: boolean;
  /** 0 to 1; ignored by lossless formats. */
  quality: number;
  /** Whether frames may be transparent; otherwise they are already on a background. */
  alpha: boolean;
  /** JSON text to embed, at most 64 KB, or null. */
  recipe: string | null;
  gif?: GifChoices;
  /** Columns of a contact sheet; by default it is made about square. */
  columns?: number;
}

/** The destination of the bytes. They may go to any position, because some formats fill in their header at the end. */
export interface FilmSink {
  write(position: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Encodes one file, in the film's worker. */
export interface FilmEncoder {
  /** Takes the frame from the canvas. It resolves when there is room for another frame; only then is the canvas repainted. */
  add(frame: OffscreenCanvas): Promise<void>;
  /**
   * Finishes the file. @param onProgress called with the finished share, 0 to 1, by encoders with much left to do after
   * the last frame
   */
  finish(onProgress?: (share: number) => void): Promise<void>;
  /** Frees the encoder's resources; nothing more is written. */
  cancel(): void;
}

export type OpenFilmEncoder = (settings: FilmSettings, sink: FilmSink) => Promise<FilmEncoder>;
