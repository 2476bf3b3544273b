import { i18n, params } from '../../language/texts.ts';

/** The names that faces get, in the language at the time; from then on they are the user's. */
export const selectMessages = i18n('faceNames', {
  seed: params('Seed {seed}'),
  inBetween: 'In between',
  edited: 'edited',
});
