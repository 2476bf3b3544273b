/** The limits of films, and the sentences for films beyond them. */
import { ZscapeError } from '../../base/errors.ts';
import type { FilmFormat, FilmSettings } from './contract.ts';

const filmLimits = {
  frames: { lowest: 1, highest: 1_000_000 },
  fps: { lowest: 1, highest: 60 },
  side: { lowest: 2, highest: 2160 },
} as const;

/** GIFs count in hundredths of a second, and browsers show frames of less than 2 ten times as long. */
const mostFps = (format: FilmFormat): number => (format === 'gif' ? 50 : filmLimits.fps.highest);

/** Video codecs need even sides. */
export const isVideo = (format: FilmFormat): boolean => format === 'mp4' || format === 'webm';

/** Checks a film's settings. @throws EXPORT_FAILED with a sentence that names the impossible one */
export function checkSettings({ format, width, height, fps, frames, recipe }: FilmSettings): void {
  const refuse = (sentence: string): never => {
    throw new ZscapeError('EXPORT_FAILED', sentence);
  };
  const { side, frames: count } = filmLimits;
  const isSide = (value: number) => Number.isInteger(value) && value >= side.lowest && value <= side.highest;
  if (!isSide(width) || !isSide(height)) {
    refuse(
      `A film cannot be ${width} × ${height} pixels: each side is a whole number from ${side.lowest} to ${side.highest}.`,
    );
  }
  if (isVideo(format) && (width % 2 || height % 2)) {
    refuse(`A video cannot be ${width} × ${height} pixels: both sides are even numbers.`);
  }
  if (!Number.isInteger(frames) || frames < count.lowest || frames > count.highest) {
    refuse(
      `A film cannot have ${frames} frames: choose a whole number from ${count.lowest} to ${count.highest}.`,
    );
  }
  const most = mostFps(format);
  if (!(fps >= filmLimits.fps.lowest && fps <= most)) {
    refuse(`A film of this format cannot show ${fps} frames a second: choose 1 to ${most}.`);
  }
  if (recipe !== null && recipe.length > 65_536) {
    refuse('The recipe is larger than 64 KB. Export the film without it.');
  }
}
