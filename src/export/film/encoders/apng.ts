/** APNG: every frame exactly, storing only its changes. */
import type { OpenFilmEncoder } from '../contract.ts';
import { ApngFilm } from './png/apngFilm.ts';
import { openPackers } from './png/packers.ts';
import { readPixels } from './readPixels.ts';

export const open: OpenFilmEncoder = async (settings, sink) => {
  const packers = openPackers();
  const film = new ApngFilm(settings, sink, packers);
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
