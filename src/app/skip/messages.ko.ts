import type { TranslationOf } from '../../language/textTypes.ts';
import type { skipMessages } from './messages.ts';

export default {
  toPicture: '그림으로 건너뛰기',
  toPanel: '패널로 건너뛰기',
} satisfies TranslationOf<typeof skipMessages>;
