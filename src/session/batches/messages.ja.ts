import type { TranslationOf } from '../../language/textTypes.ts';
import type { batchMessages } from './messages.ts';

export default {
  saved: 'バッチが完了しました：{count}枚の画像がフォルダにあります。',
  ready: 'バッチが完了しました：画像{count}枚。「バッチ」を開いてファイルを保存してください。',
  fileGone: '{file}はブラウザの保存領域から削除されています。バッチをもう一度作成してください。',
} satisfies TranslationOf<typeof batchMessages>;
