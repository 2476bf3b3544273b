import type { TranslationOf } from '../../language/textTypes.ts';
import type { stageMessages } from './messages.ts';

export default {
  picture: '生成された画像',
  pictureOf: '生成された画像: {what}',
  tools: '画像のツール',
  hold: '押している間、前の顔を表示',
  holdHint: '押している間、前の顔を表示 ({key})',
  before: '前',
  after: '後',
  divider: '前後の境界線',
  dividerAt: '画像の{share}に前の顔を表示',
  copy: '画像をコピー',
  copyHint: '画像をコピー ({key})',
  more: '比較とドラッグ',
  compare: '比較する相手',
  faceBefore: '前の顔',
  drag: '画像の上でドラッグ',
  dragHint: '画像の上のドラッグや、画像にフォーカスがあるときの矢印キーで変えるものを選びます。',
  across: '左右',
  upward: '上下',
  nothing: 'なし',
  finding: 'このモデルの属性を探しています…',
  noAttributes: 'このモデルにはまだ属性がありません。「属性」で見つけるか、教えてください。',
  arrows: '矢印キーで{attributes}を変えます。Shiftを押すと大きく動きます。',
} satisfies TranslationOf<typeof stageMessages>;
