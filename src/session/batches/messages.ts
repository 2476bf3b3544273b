import { count, i18n, params } from '../../language/texts.ts';

export const batchMessages = i18n('batches', {
  saved: count({
    one: 'The batch is done: {count} picture is in the folder.',
    other: 'The batch is done: {count} pictures are in the folder.',
  }),
  ready: count({
    one: 'The batch is done: {count} picture. Open Batch to save its files.',
    other: 'The batch is done: {count} pictures. Open Batch to save its files.',
  }),
  fileGone: params('{file} is no longer in the browser’s storage. Make the batch again.'),
});
