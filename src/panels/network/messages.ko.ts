import type { TranslationOf } from '../../language/textTypes.ts';
import type { networkMessages } from './messages.ts';

export default {
  growth: '성장',
  layers: '층',
  maps: '특징 맵',
  norm: '픽셀 정규화',
  paper: 'Karras 외, 2018년',
  changes: '네트워크 내부의 변경 {count}건이 모든 그림에 반영됩니다.',
  restore: '학습된 상태로 되돌리기',
  rate: '학습률 균등화',
  variety: '다양성',
  measure: '측정값',
} satisfies TranslationOf<typeof networkMessages>;
