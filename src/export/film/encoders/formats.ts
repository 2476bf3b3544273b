/** The film formats that this page can write. Each encoder is loaded when its format is chosen. */
import { ZscapeError } from '../../../base/errors.ts';
import type { FilmFormat, OpenFilmEncoder } from '../contract.ts';

/** The exports of each format's module. */
interface FormatModule {
  open: OpenFilmEncoder;
}

const encoders: Partial<Record<FilmFormat, () => Promise<FormatModule>>> = {
  gif: () => import('./gif.ts'),
  mp4: () => import('./video.ts'),
  webm: () => import('./video.ts'),
  webp: () => import('./webp.ts'),
  apng: () => import('./apng.ts'),
  'png-frames': () => import('./pngFrames.ts'),
  'contact-sheet': () => import('./contactSheet.ts'),
};

export const mimeTypes: Record<FilmFormat, string> = {
  gif: 'image/gif',
  mp4: 'video/mp4',
  webm: 'video/webm',
  webp: 'image/webp',
  apng: 'image/apng',
  'png-frames': 'application/zip',
  'contact-sheet': 'image/png',
};

/** The formats that have an encoder, in the order in which they are offered. */
export const writtenFormats = Object.keys(encoders) as FilmFormat[];

/** Loads the encoder of a format. @throws EXPORT_FAILED for a format without one */
export async function openEncoder(format: FilmFormat): Promise<OpenFilmEncoder> {
  const load = encoders[format];
  if (!load) throw new ZscapeError('EXPORT_FAILED', `This page cannot write ${format} yet.`);
  return (await load()).open;
}
