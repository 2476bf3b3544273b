import { i18n } from '../../language/texts.ts';

export const skipMessages = i18n('skip', {
  toPicture: 'Skip to the picture',
  toPanel: 'Skip to the panel',
});
