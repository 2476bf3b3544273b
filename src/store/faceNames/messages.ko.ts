import type { TranslationOf } from '../../language/textTypes.ts';
import type { selectMessages } from './messages.ts';

export default {
  seed: '시드 {seed}',
  inBetween: '중간 얼굴',
  edited: '편집됨',
} satisfies TranslationOf<typeof selectMessages>;
