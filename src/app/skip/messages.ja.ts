import type { TranslationOf } from '../../language/textTypes.ts';
import type { skipMessages } from './messages.ts';

export default {
  toPicture: '画像へスキップ',
  toPanel: 'パネルへスキップ',
} satisfies TranslationOf<typeof skipMessages>;
