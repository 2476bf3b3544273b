/** Finds the film formats that this browser can write, and the codecs for video. */
import { writtenFormats } from '../../../export/film/encoders/formats.ts';
import { codecNames, codecsHere } from '../../../export/film/encoders/videoCodecs.ts';
import type { FilmFormatName } from '../../../store/state/film.ts';

export interface FormatHere {
  format: FilmFormatName;
  /** The familiar name of the video's codec; null for formats other than video. */
  codec: string | null;
  possible: boolean;
}

/** Returns every format that the page writes, in the order in which they are offered. */
export async function formatsHere(): Promise<FormatHere[]> {
  const codecs = await codecsHere();
  return writtenFormats.map((format) => {
    if (format !== 'mp4' && format !== 'webm') return { format, codec: null, possible: true };
    const codec = codecs[format];
    return { format, codec: codec && codecNames[codec], possible: codec !== null };
  });
}
