import type { TranslationOf } from '../../language/textTypes.ts';
import type { linkMessages } from './messages.ts';

export default {
  openedApart: '새 세션으로 열었습니다. 지금까지의 작업은 ‘세션’에 있습니다.',
} satisfies TranslationOf<typeof linkMessages>;
