import { i18n } from '../../language/texts.ts';

export const linkMessages = i18n('link', {
  openedApart: 'This opened in its own session. Your earlier work is in Sessions.',
});
