import type { TranslationOf } from '../../language/textTypes.ts';
import type { selectMessages } from './messages.ts';

export default {
  seed: 'シード{seed}',
  inBetween: '中間の顔',
  edited: '編集済み',
} satisfies TranslationOf<typeof selectMessages>;
