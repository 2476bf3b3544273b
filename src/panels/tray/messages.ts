import { slots } from '../../language/slots.ts';
import { count, i18n, params } from '../../language/texts.ts';

export const trayMessages = i18n('tray', {
  pins: 'Pins',
  empty: 'Pin a face you like, and it stays here even after a reload.',
  emptyKey: slots(
    'Pin a face you like, and it stays here even after a reload. Press {key} to pin the current face.',
  ),
  others: count({ one: '{count} more pin of another model', other: '{count} more pins of other models' }),
  pinHint: params('Use {name}'),
  actions: params('Actions for {name}'),
  name: 'Name',
  use: 'Use',
  walkFrom: 'Walk from here (A)',
  walkTo: 'Walk to here (B)',
  addToPath: 'Add to path',
  pullTowards: 'Pull towards it',
  rename: 'Rename',
  delete: 'Delete',
  exportSession: 'Export session',
  openSession: 'Open session',
  sessions: 'Sessions',
});
