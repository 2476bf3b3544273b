import { i18n } from '../../language/texts.ts';

export const shareMessages = i18n('share', {
  copied: 'File copied.',
  codeCopied: 'Code copied.',
  copyRefused: 'The browser did not let the page use the clipboard. Allow it, and try again.',
  shareMissing:
    'This browser cannot share this file with other apps. Export it, and share it from your downloads.',
  shareRefused: 'The browser did not share the file. Export it, and share it from your downloads.',
});
