import type { TranslationOf } from '../language/textTypes.ts';
import type { commandMessages } from './messages.ts';

export default {
  linkCopied: 'リンクをコピーしました。開いた人には、今見えているものがそのまま見えます。',
  linkCopiedTurned:
    'リンクをコピーしました。すべての顔を正確に入れるには短すぎるため、一部の顔は最大{degrees}°ずれます（まったく別の顔で90°です）。セッションファイルなら正確に残せます。',
  linkInAddress:
    'このブラウザではコピーが許可されなかったため、リンクはアドレスバーにあります。そこからコピーしてください。開いた人には、今見えているものがそのまま見えます。',
  linkInAddressTurned:
    'このブラウザではコピーが許可されなかったため、リンクはアドレスバーにあります。そこからコピーしてください。すべての顔を正確に入れるには短すぎるため、一部の顔は最大{degrees}°ずれます（まったく別の顔で90°です）。セッションファイルなら正確に残せます。',
  linkWithout: '入りきらなかったため、次のものは含まれていません：{left}。',
  linkNeedsModel:
    'モデルのアドレスが長すぎて入らないため、開く人はあらかじめモデルを持っている必要があります。',
  walk: 'ウォーク',
  path: 'パス',
  map: 'マップ',
  pathFull: 'パスに入れられる顔は{most}個までです。残りは追加されませんでした。',
  pinnedAlready: 'この顔は「{name}」としてピン留めされています。',
} satisfies TranslationOf<typeof commandMessages>;
