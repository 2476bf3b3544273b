import { i18n, params } from '../../language/texts.ts';

/** The announcements to screen readers, and the words that describe a face. */
export const tellingMessages = i18n('telling', {
  seed: params('seed {seed}'),
  inBetween: 'a face in between',
  edited: 'edited',
  showing: params('Showing {what}.'),
  loaded: params('{model} is loaded.'),
  pinned: params('Pinned: {name}.'),
  undone: params('Undone: {step}.'),
  redone: params('Redone: {step}.'),
  backAt: params('Back at: {step}.'),
  exported: params('Exported {file} ({size}) to your downloads.'),
  copied: 'Picture copied.',
  copyMissing: 'This browser cannot copy pictures. Export the picture as PNG instead.',
  copyRefused:
    'The browser did not let the page copy the picture. Allow it to use the clipboard, or export the picture as PNG instead.',
});
