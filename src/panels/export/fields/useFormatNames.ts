import { useMessages } from '../../../language/useMessages.ts';
import type { FilmFormatName } from '../../../store/state/film.ts';
import { exportMessages } from '../messages.ts';

/** The name of each format. */
export function useFormatNames(): Readonly<Record<FilmFormatName, string>> {
  const { gif, mp4, webm, webp, apng, pngFrames, contactSheet } = useMessages(exportMessages);
  return { gif, mp4, webm, webp, apng, 'png-frames': pngFrames, 'contact-sheet': contactSheet };
}
