import type { TranslationOf } from '../../language/textTypes.ts';
import type { tellingMessages } from './messages.ts';

export default {
  seed: 'シード{seed}',
  inBetween: '中間の顔',
  edited: '編集済み',
  showing: '{what}を表示しています。',
  loaded: '{model}を読み込みました。',
  pinned: 'ピン留めしました: {name}',
  undone: '元に戻しました: {step}',
  redone: 'やり直しました: {step}',
  backAt: '移動しました: {step}',
  exported: '{file}（{size}）をダウンロードに書き出しました。',
  copied: '画像をコピーしました。',
  copyMissing: 'このブラウザは画像をコピーできません。代わりにPNGとして書き出してください。',
  copyRefused:
    'ブラウザが画像のコピーを許可しませんでした。クリップボードの使用を許可するか、PNGとして書き出してください。',
} satisfies TranslationOf<typeof tellingMessages>;
