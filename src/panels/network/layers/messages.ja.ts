import type { TranslationOf } from '../../../language/textTypes.ts';
import type { layersMessages } from './messages.ts';

export default {
  idea: '生成器は層の並びで、論文はそれを表にしています。各層の計算、活性化関数、出力の形、学習されたパラメーターの数が並びます。どのブロックも画像を2倍にして2回畳み込み、サイズが大きいほどマップを減らすので、パラメーターも計算量も増えすぎません。行を開くと、現在の顔に対するその層の出力が見られます。',
  formula: 'パラメーター = カーネル² · 入力マップ · 出力マップ + 出力マップ',
  place: '付録A.1、表2',
  table: '層',
  sideways: '表のすべての列',
  layer: '層',
  activation: '活性化関数',
  linear: '線形',
  shape: '出力の形',
  parameters: 'パラメーター',
  widths: 'マップ 入 → 出',
  reach: '受容野（ピクセル）',
  cost: '乗算（百万回）',
  time: '実測（ミリ秒）',
  total: '合計',
  latent: '潜在ベクトル',
  upsample: '拡大',
  conv: '畳み込み {side} × {side}',
  size: '{side} × {side}',
  width: '{from} → {to}',
  mapsOf: '{name}のマップ',
  picture: '{name}のすべてのマップ',
} satisfies TranslationOf<typeof layersMessages>;
