import type { TranslationOf } from '../../language/textTypes.ts';
import type { stripMessages } from './messages.ts';

export default {
  label: '잠재 벡터: 차원마다 눈금 하나',
  hint: '잠재 벡터입니다. 차원마다 눈금이 하나씩 있고, 끌어서 칠할 수 있습니다. 위쪽일수록 값이 큽니다.',
  value: 'z {index}: {value}',
} satisfies TranslationOf<typeof stripMessages>;
