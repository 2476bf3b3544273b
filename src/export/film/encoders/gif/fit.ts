/**
 * A GIF below a given size. All frames are kept in memory. A sample of them serves to guess which rung of the ladder
 * fits, and the whole film is made on it; if that is still too large, it is made again on the next rung.
 */
import { ZscapeError } from '../../../../base/errors.ts';
import type { FilmSettings } from '../../contract.ts';
import { framesInFlight } from '../orderedWriter.ts';
import type { Bands } from './bands.ts';
import { gifTrailer } from './blocks.ts';
import { GifFilm, toleranceOf } from './gifFilm.ts';
import { ColourCount } from './histogram.ts';
import { findPalette } from './palette.ts';
import { type Rung, rungsFor } from './rungs.ts';
import { shrink } from './shrink.ts';

type Frame = Uint8ClampedArray<ArrayBuffer>;

/** A sample of the film consists of a few runs of consecutive frames: how many runs, and how many frames each. */
const runs = 4;
const runLength = 4;
/** Bytes of pixels, 4 each, in memory for all frames together. */
const heldBytes = 192 << 20;

export interface Fitted {
  parts: Uint8Array<ArrayBuffer>[];
  rung: Rung;
}

/** Returns the size at which frames are held: a film that has to be small could not use more pixels. */
export function heldSize({ width, height, frames }: FilmSettings): { width: number; height: number } {
  const scale = Math.min(1, Math.sqrt(heldBytes / (4 * width * height * frames)));
  return { width: Math.max(2, Math.floor(width * scale)), height: Math.max(2, Math.floor(height * scale)) };
}

/**
 * Makes a GIF below a size.
 * @param frames of the size in the settings
 * @param settings `gif.mostBytes` is the limit
 * @throws EXPORT_FAILED if even the coarsest rung is larger
 */
export async function fitGif(
  frames: readonly Frame[],
  settings: FilmSettings,
  bands: Bands,
  onProgress?: (share: number) => void,
): Promise<Fitted> {
  const most = settings.gif?.mostBytes ?? Number.POSITIVE_INFINITY;
  const rungs = rungsFor(settings.width, settings.height, settings.fps, toleranceOf(settings.quality));
  let furthest = 0;
  // If the film has to be made again, the progress bar waits.
  const tell = (share: number): void => {
    furthest = Math.max(furthest, share);
    onProgress?.(furthest);
  };
  let low = 0;
  let high = rungs.length - 1;
  // The guesses take a quarter of the bar, the film itself the rest.
  let asked = 0;
  const guesses = Math.ceil(Math.log2(rungs.length + 1));
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((await guess(frames, settings, bands, rungs[middle]!)) <= most) high = middle;
    else low = middle + 1;
    tell(Math.min(0.25, (0.25 * ++asked) / guesses));
  }
  for (const rung of rungs.slice(low)) {
    const parts = await whole(frames, settings, bands, rung, most, (share) => tell(0.25 + 0.75 * share));
    if (parts) return { parts, rung };
  }
  throw new ZscapeError(
    'EXPORT_FAILED',
    `A GIF of these ${frames.length} frames cannot get below ${Math.round(most / 1000)} KB. Choose fewer frames or a larger file size.`,
  );
}

function shapeOf({ width, height }: FilmSettings, { scale, step, tolerance }: Rung) {
  const side = (pixels: number) => Math.max(2, Math.round(scale * pixels));
  return { width: side(width), height: side(height), step, tolerance };
}

/**
 * Estimates the film's bytes on a rung: the first frames of the runs stand for the film's first frame, and the rest for
 * all others.
 */
async function guess(
  frames: readonly Frame[],
  settings: FilmSettings,
  bands: Bands,
  rung: Rung,
): Promise<number> {
  const { step } = rung;
  const kept = Math.ceil(frames.length / step);
  if (kept <= runs * runLength)
    return size(await whole(frames, settings, bands, rung, Number.POSITIVE_INFINITY));
  const shape = shapeOf(settings, rung);
  const small = (index: number) =>
    shrink(frames[index]!, settings.width, settings.height, shape.width, shape.height);
  const sample = Array.from({ length: runs }, (_, run) => {
    const start = Math.floor((run * (kept - runLength)) / (runs - 1));
    return Array.from({ length: runLength }, (_, i) => small((start + i) * step));
  });
  const colours = new ColourCount();
  for (const frame of sample.flat()) colours.add(frame);
  const palette = findPalette(colours.take(), rung.colours, 1);
  let first = 0;
  let others = 0;
  for (const run of sample) {
    const film = new GifFilm(bands, settings, shape);
    for (const [i, frame] of run.entries()) {
      const { length } = await film.frame(frame, 0, palette, false);
      if (i === 0) first += length / runs;
      else others += length / (runs * (runLength - 1));
    }
  }
  return first + (kept - 1) * others;
}

/** Makes the whole film on a rung, or returns null as soon as it is too large. */
async function whole(
  frames: readonly Frame[],
  settings: FilmSettings,
  bands: Bands,
  rung: Rung,
  most: number,
  onProgress?: (share: number) => void,
): Promise<Uint8Array<ArrayBuffer>[] | null> {
  const shape = shapeOf(settings, rung);
  const small = (frame: Frame) => shrink(frame, settings.width, settings.height, shape.width, shape.height);
  const film = new GifFilm(bands, settings, shape);
  const kept = frames.map((_, index) => index).filter((index) => index % rung.step === 0);
  const colours = new ColourCount();
  for (const index of kept) colours.add(small(frames[index]!));
  const palette = findPalette(colours.take(), rung.colours);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const making: Promise<Uint8Array<ArrayBuffer>>[] = [];
  const ahead = framesInFlight(shape.width, shape.height);
  let bytes = gifTrailer.length;
  for (let next = 0; parts.length < kept.length; ) {
    for (; next < kept.length && making.length < ahead; next++) {
      const frame = film.frame(small(frames[kept[next]!]!), kept[next]!, palette, false);
      frame.catch(() => {}); // reported in its turn
      making.push(frame);
    }
    const part = await making.shift()!;
    parts.push(part);
    bytes += part.length;
    if (bytes > most) return null;
    onProgress?.(parts.length / kept.length);
  }
  return [...parts, gifTrailer];
}

const size = (parts: Uint8Array[] | null): number =>
  (parts ?? []).reduce((sum, part) => sum + part.length, 0);
