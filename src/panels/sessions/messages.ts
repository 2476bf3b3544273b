import { count, i18n, params } from '../../language/texts.ts';

/** The dialog of sessions. */
export const sessionsMessages = i18n('sessions', {
  title: 'Sessions',
  hint: 'Your work is saved in this browser as you go, with one session for each tab. Named sessions stay; of the others, the last twelve are kept. To move a session to another browser, export it as a file.',
  copy: 'Continue in a copy',
  openFile: 'Open file…',
  exportFile: 'Export as file',
  unnamed: 'Unnamed',
  nameField: 'Name of the session',
  nameIt: params('Name {session}'),
  deleteIt: params('Delete {session}'),
  goTo: params('Go to {session}'),
  goToCopy: params('Go to {session}, as a copy'),
  open: 'Open',
  openCopy: 'Open a copy',
  unknownModel: 'Unknown model',
  thisTab: 'this tab',
  otherTab: 'open in another tab',
  damaged: 'damaged',
  unreadable: count({
    one: 'One saved item cannot be read completely. It has been left unchanged.',
    other: '{count} saved items cannot be read completely. They have been left unchanged.',
  }),
  exportUnreadable: 'Export it as a file',
});
