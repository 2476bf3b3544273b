import type { TranslationOf } from '../../language/textTypes.ts';
import type { shareMessages } from './messages.ts';

export default {
  copied: 'ファイルをコピーしました。',
  codeCopied: 'コードをコピーしました。',
  copyRefused: 'ブラウザがクリップボードの使用を許可しませんでした。許可してからもう一度試してください。',
  shareMissing:
    'このブラウザはこのファイルをほかのアプリに渡せません。書き出すとダウンロードに保存されます。',
  shareRefused: 'ブラウザがファイルを渡しませんでした。書き出して、ダウンロードから共有してください。',
} satisfies TranslationOf<typeof shareMessages>;
