import type { TranslationOf } from '../../../language/textTypes.ts';
import type { rateMessages } from './messages.ts';

export default {
  idea: '足し合わせる入力の数nが多い層ほど、重みの初期値は小さくなります。そのばらつきがc（Heの定数）です。Adamはどの重みも同じ幅だけ動かすため、重みの小さい層は相対的に速く変わってしまいます。論文では重みのばらつきを1に保ち、使うときにcを掛けます。こうすると、1ステップの相対的な変化がどの層でも等しくなります。',
  place: '4.1節。AdamはKingma and Ba 2015',
  table: '学習率',
  layer: '層',
  fanIn: 'n = {count}',
  weights: '重み',
  drawn: '初期値',
  trained: '学習後',
  drawnHint: '学習の前に、Heの初期化に従って乱数で決めた重みです。',
  trainedHint:
    '現在のモデルの重みです。PixelNormが続く層では、重みの大きさは画像に影響しません。重みは学習中に大きくなり、1ステップの変化は小さくなっています。',
  constant: 'c',
  spread: '重みのばらつき',
  step: 'Adamの1ステップ',
  used: '使用時',
  kept: 'cで割った値',
  without: 'cなし',
  with: 'cあり',
  bundle:
    'ここで使うモデルの重みにはcがすでに掛けてあり、画像を描くときには必要ありません。この表では、あらためてcで割って示しています。',
  apart:
    '重みに対する割合で見ると、最も速く変わる層は最も遅い層の{plain}倍動きます。cを使うと{equalized}倍です。',
  how: '学習率0.001のAdamの1ステップを、重みに対する割合で示します。勾配は乱数です。最初の1ステップは勾配の符号だけで決まります。',
  computing: '重みを読み込んでいます…',
  noLayers: 'このモデルはProgressive GANではないため、層がわかりません。',
} satisfies TranslationOf<typeof rateMessages>;
