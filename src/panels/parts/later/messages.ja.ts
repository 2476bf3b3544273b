import type { TranslationOf } from '../../../language/textTypes.ts';
import type { laterMessages } from './messages.ts';

export default {
  thisPart: 'この部分',
  again: 'もう一度試す',
  reload: '再読み込み',
  close: '閉じる',
  button: '{part}：{action}',
  gone: 'このページを開いている間にZscapeが更新され、この部分は新しいバージョンのものになりました。再読み込みしてください。作業内容は保存されています。',
  offline:
    'ページのこの部分を取得できませんでした。この端末はオフラインです。接続が戻ったら、もう一度お試しください。',
  unreachable:
    'ページのこの部分を取得できませんでした。サーバーが応答しません。少し待ってから、もう一度お試しください。',
  broke:
    'この部分で問題が起きました。ほかの部分はそのまま使えます。直前の操作を元に戻してから、もう一度お試しください。',
} satisfies TranslationOf<typeof laterMessages>;
