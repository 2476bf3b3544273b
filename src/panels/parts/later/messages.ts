import { i18n, params } from '../../../language/texts.ts';

export const laterMessages = i18n('later', {
  thisPart: 'This part',
  again: 'Try again',
  reload: 'Reload',
  close: 'Close',
  button: params('{part}: {action}'),
  gone: 'Zscape was updated while this page was open, and this part now belongs to another version. Reload the page; your work is kept.',
  offline:
    'This part of the page could not be loaded because this device is offline. Try again once you are connected.',
  unreachable:
    'This part of the page could not be loaded because the server is not answering. Try again in a moment.',
  broke: 'This part stopped working; everything else still works. Undo your last step and try again.',
});
