/**
 * GIF: palettes are found in OkLab, unchanged pixels are left transparent, and similar colours are interchanged if that
 * saves bytes.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { FilmSettings, OpenFilmEncoder } from '../contract.ts';
import { type Bands, openBands } from './gif/bands.ts';
import { fitGif, heldSize } from './gif/fit.ts';
import { StretchedGif } from './gif/stretches.ts';
import { OrderedWriter } from './orderedWriter.ts';
import { readPixels } from './readPixels.ts';

export const open: OpenFilmEncoder = async (settings, sink) => {
  const bands = openBands();
  return settings.gif?.mostBytes == null ? streamed(settings, sink, bands) : fitted(settings, sink, bands);
};

function streamed(...[settings, sink, bands]: [...Parameters<OpenFilmEncoder>, Bands]) {
  const film = new StretchedGif(settings, sink, bands);
  return {
    add: (frame: OffscreenCanvas) => film.add(readPixels(frame)),
    async finish(onProgress?: (share: number) => void) {
      await film.finish(onProgress);
      bands.end();
    },
    cancel() {
      film.end();
      bands.end();
    },
  };
}

function fitted(...[settings, sink, bands]: [...Parameters<OpenFilmEncoder>, Bands]) {
  const held: FilmSettings = { ...settings, ...heldSize(settings) };
  const smaller = held.width === settings.width ? null : smallCanvas(held);
  const frames: Uint8ClampedArray<ArrayBuffer>[] = [];
  let cancelled = false;
  return {
    async add(frame: OffscreenCanvas) {
      smaller?.clearRect(0, 0, held.width, held.height);
      smaller?.drawImage(frame, 0, 0, held.width, held.height);
      frames.push(readPixels(smaller?.canvas ?? frame));
    },
    async finish(onProgress?: (share: number) => void) {
      // There may be fewer frames than announced.
      const { parts } = await fitGif(frames, { ...held, frames: frames.length }, bands, onProgress);
      const writer = new OrderedWriter(sink);
      for (const part of parts) if (!cancelled) await writer.add(part);
      await writer.finish();
      bands.end();
    },
    cancel() {
      cancelled = true;
      frames.length = 0;
      bands.end();
    },
  };
}

function smallCanvas({ width, height }: FilmSettings): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context)
    throw new ZscapeError('EXPORT_FAILED', 'This browser gave no canvas to make frames smaller on.');
  context.imageSmoothingQuality = 'high';
  return context;
}
