import type { TranslationOf } from '../../../language/textTypes.ts';
import type { growthMessages } from './messages.ts';

export default {
  idea: 'Progressive GANはまず4 × 4ピクセルの描き方を学び、1つのサイズを習得するたびに、生成器と識別器の両方に2倍のサイズのブロックが加わります。新しいブロックはまだ何も知らず、いきなり加えるとほかのブロックの学習成果を壊しかねません。そこで、1つ下のサイズを拡大した画像と混ぜ、重みαを0から1へ上げながらフェードインさせます。ここでは、現在の顔が成長していく様子を、このモデル自身の初期のブロックで見られます。',
  formula: '画像 = (1 − α) · 拡大した下の画像 + α · 新しい画像',
  place: '2節、図2',
  growth: '成長',
  fade: 'フェード',
  size: '{side} × {side}',
  strip: '各サイズの同じ顔',
  goTo: '{side} × {side}ピクセルを表示',
  fadeText: '{lower}から{upper}まで{percent}',
  now: '拡大した{lower}の画像が{rest}、{upper}の画像が{percent}です。',
  noFade: 'いちばん小さいサイズなので、フェードインの元になる画像がありません。',
  play: '成長させる',
  pause: '一時停止',
  film: '成長を書き出す…',
  heads: 'ヘッド',
  trained: '学習時のまま',
  refitted: '合わせ直し',
  trainedMeans:
    'ヘッドは特徴を色に変えます。これは各段階で学習したときのヘッドです。その下のブロックは最後まで学習を続けたため、小さいサイズのヘッドでは、当時のネットワークが描いた色はもう出ません。',
  refittedMeans:
    'ヘッドは特徴を色に変えます。これは、完成したネットワークの画像を縮小したものに、あとから合わせ直したヘッドです。若いネットワークが描いた画像ではなく、ブロックが今知っていることを示します。',
  noHeads: '{title}には最後のヘッドしかないため、成長を表示できません。層と特徴マップは下で見られます。',
} satisfies TranslationOf<typeof growthMessages>;
