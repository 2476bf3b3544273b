import { slots } from '../../language/slots.ts';
import { i18n, params } from '../../language/texts.ts';

/** Texts of the parts that panels and dialogs share. */
export const partsMessages = i18n('parts', {
  cancel: 'Cancel',
  details: slots('Details: {detail}'),
  close: 'Close',
  loading: params('Loading {model}'),
  lookingFor: params('Looking for {model}…'),
  preparing: 'Preparing the engine…',
  doneOf: params('{done} of {total}'),
  doneOfKept: params('{done} of {total}, from this device'),
  wholeNumber: params('A whole number from {min} to {max}'),
  seed: 'Seed',
  seedHint: 'Seed: the same number gives the same face on every machine',
  sliderKeys: params('{label}: arrow keys {fine}, with Shift or Page keys {coarse}'),
});
