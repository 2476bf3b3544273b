import { i18n } from '../../language/texts.ts';

export const offlineMessages = i18n('offline', {
  newVersion: 'New version',
  updated: 'Zscape was updated. Your work is kept when you reload.',
  reload: 'Reload',
  later: 'Later',
  notLoaded: 'Not loaded',
  catalogue: 'The list of models',
  cancelled: 'Loading was cancelled.',
  dismiss: 'Dismiss',
  retry: 'Retry',
});
