import type { TranslationOf } from '../../language/textTypes.ts';
import type { walkMessages } from './messages.ts';

export default {
  title: '2つの顔の間のウォーク',
  notSet: '未設定',
  setA: 'Aに設定',
  setB: 'Bに設定',
  setTitle: '現在の顔を使います',
  aFromPin: 'Aをピンから選ぶ',
  bFromPin: 'Bをピンから選ぶ',
  pins: 'ピン…',
  swap: 'AとBを入れ替える',
  position: '位置',
  positionSpoken: 'AからBまでの{percent}',
  goTo: '{percent}の位置へ',
  seconds: 'AからBまでの秒数',
  secondsSpoken: 'AからBまで{seconds}',
  how: '進み方',
  method: '補間',
  slerp: 'Slerp',
  lerp: 'Lerp',
  slerpHint: 'Slerpは球面上を等しい角度で進むので、モデルが学習した範囲から外れません。',
  lerpHint: 'Lerpは潜在空間をまっすぐ進むので、途中でベクトルが短くなります。',
  lerpHintNormalised:
    'Lerpはまっすぐ進みます。このモデルはその後zを球面に戻すので、中ほどを速く通り過ぎます。',
  repeat: '繰り返し',
  once: '1回',
  loop: 'ループ',
  thereAndBack: '往復',
} satisfies TranslationOf<typeof walkMessages>;
