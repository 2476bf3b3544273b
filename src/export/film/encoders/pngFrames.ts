/** PNG frames: a zip with a picture for each, and the recipe inside every one and beside them. */
import type { OpenFilmEncoder } from '../contract.ts';
import { openPackers } from './png/packers.ts';
import { PngZip } from './png/zipFilm.ts';
import { readPixels } from './readPixels.ts';

export const open: OpenFilmEncoder = async (settings, sink) => {
  const packers = openPackers();
  const film = new PngZip(settings, sink, packers);
  return {
    add: (frame) => film.add(readPixels(frame)),
    async finish() {
      await film.finish();
      packers.end();
    },
    cancel() {
      film.end();
      packers.end();
    },
  };
};
