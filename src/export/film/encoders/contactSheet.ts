/** Contact sheet: all frames in one PNG, in the chosen number of columns. */
import type { OpenFilmEncoder } from '../contract.ts';
import { ContactSheet } from './png/sheetFilm.ts';
import { readPixels } from './readPixels.ts';

export const open: OpenFilmEncoder = async (settings, sink) => {
  const sheet = new ContactSheet(settings, sink);
  return {
    add: (frame) => sheet.add(readPixels(frame)),
    finish: () => sheet.finish(),
    cancel: () => sheet.end(),
  };
};
