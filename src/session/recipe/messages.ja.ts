import type { TranslationOf } from '../../language/textTypes.ts';
import type { recipeMessages } from './messages.ts';

export default {
  restored: '{file}を復元しました。',
  restoredApart: '{file}を新しいセッションに復元しました。これまでの作業は「セッション」にあります。',
  otherWeights: '{file}は、ここにある{model}とは別の重みで作られました。顔が違って見えることがあります。',
  getModel:
    '{file}を作ったモデル{model}はまだここにありません。「モデル」で入手すると、ファイルの内容も開きます。',
  noModel:
    '{file}を作ったモデル{model}はここにありません。お持ちであれば「モデル」で「{id}」という名前で追加し、ファイルをもう一度開いてください。',
  stripped:
    '{file}にレシピはありません。レシピはZscapeが書き出したファイルにだけあり、画像を作り直すサービスやプログラムはそれを取り除きます。書き出したままのファイルを入手してください。',
  empty: '{file}は空です。ファイルをもう一度入手してください。',
} satisfies TranslationOf<typeof recipeMessages>;
