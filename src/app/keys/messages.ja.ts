import type { TranslationOf } from '../../language/textTypes.ts';
import type { keysMessages } from './messages.ts';

export default {
  title: 'キーボードショートカット',
  keys: 'キー',
  hint: '一覧のキーを押すと変更できます。',
  characterKeys: '1文字のキー',
  characterKeysHint:
    '音声入力や押し間違いで働いてしまうときはオフにしてください。Ctrlと組み合わせるキーは残ります。',
  change: '{command}のキーを変更 (現在 {key})',
  give: '{command}にキーを割り当て',
  none: 'キーなし',
  press: 'キーを押してください…',
  pressHint: '新しいキーを押してください。Escapeで元のまま、Backspaceでキーなしになります。',
  taken: '{key}は「{command}」のキーです。別のキーを押すか、先にそちらを変更してください。',
  reserved: '{key}はブラウザや操作部品で使われます。別のキーを押してください。',
  changed: '{command}のキーを{key}にしました。',
  takenAway: '{command}のキーをなくしました。',
  reset: '元のキーに戻す',
  wasReset: 'すべてのキーを元に戻しました。',
  onSliders: 'スライダーの上',
  fine: '小さく1段',
  coarse: '大きく1段',
  ends: '両端へ',
  onNumbers: '潜在ベクトルの数値の一覧の上',
  numberValue: '数値を変える',
  numberNext: '前後の数値へ',
  numberPage: '1ページ移動、最初、最後',
  numberJump: 'その番号の数値へ',
  numberReset: '最初の値に戻す',
  onPicture: '属性を選んだ画像の上',
  pictureMove: '2つの属性を変える',
} satisfies TranslationOf<typeof keysMessages>;
