/** The size of a film's frames in pixels. */
import { type FilmSize, filmSizes } from '../../state/film.ts';
import type { State } from '../../state/state.ts';

export interface FilmPixels {
  width: number;
  height: number;
}

/** The longest side of an export. */
const longest = 2160;
const story: FilmPixels = { width: 1080, height: 1920 };

const sides: Partial<Record<FilmSize, number>> = { s720: 720, s1080: 1080, s2160: 2160 };

/**
 * Returns a size in pixels for pictures of a model; null if it is larger than any export may be.
 * @param even true for video, whose sides must be even
 */
export function pixelsOf(size: FilmSize, image: FilmPixels, even: boolean): FilmPixels | null {
  const whole = (pixels: number) => (even ? 2 * Math.max(1, Math.round(pixels / 2)) : Math.round(pixels));
  if (size === 'story') return story;
  const side = sides[size];
  const scale = side ? side / Math.max(image.width, image.height) : Number(size.slice(1));
  if (Math.max(image.width, image.height) * scale > longest) return null;
  return { width: whole(image.width * scale), height: whole(image.height * scale) };
}

/** Returns the sizes that pictures of this model can have, with their pixels. */
export function sizesOf(image: FilmPixels, even: boolean): { size: FilmSize; pixels: FilmPixels }[] {
  return filmSizes.flatMap((size) => {
    const pixels = pixelsOf(size, image, even);
    return pixels ? [{ size, pixels }] : [];
  });
}

/** Returns the remembered size in pixels, or the model's own if that is too large for its pictures. */
export function filmPixels({ model, film, filmOf }: Pick<State, 'model' | 'film' | 'filmOf'>): FilmPixels {
  const image = model?.image ?? { width: 2, height: 2 };
  const even = filmOf.source !== 'still' && (film.format === 'mp4' || film.format === 'webm');
  return pixelsOf(film.size, image, even) ?? pixelsOf('x1', image, even) ?? image;
}
