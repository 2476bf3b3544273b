import type { TranslationOf } from '../../language/textTypes.ts';
import type { networkMessages } from './messages.ts';

export default {
  growth: '成長',
  layers: '層',
  maps: '特徴マップ',
  norm: 'ピクセル正規化',
  paper: 'Karrasほか、2018年',
  changes: 'どの画像にも、ネットワーク内部の変更{count}件が反映されています。',
  restore: '学習時の状態に戻す',
  rate: '学習率の均等化',
  variety: '多様性',
  measure: '測定値',
} satisfies TranslationOf<typeof networkMessages>;
