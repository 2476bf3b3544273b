import type { TranslationOf } from '../../language/textTypes.ts';
import type { sessionsMessages } from './messages.ts';

export default {
  title: 'セッション',
  hint: '作業内容は、タブごとのセッションとしてこのブラウザに自動で保存されます。名前を付けたセッションは残り、それ以外は新しいものから12個が残ります。別のブラウザに移すには、ファイルとして書き出してください。',
  copy: 'コピーで続ける',
  openFile: 'ファイルを開く…',
  exportFile: 'ファイルに書き出す',
  unnamed: '名前なし',
  nameField: 'セッションの名前',
  nameIt: '{session}に名前を付ける',
  deleteIt: '{session}を削除',
  goTo: '{session}へ移動',
  goToCopy: '{session}へコピーとして移動',
  open: '開く',
  openCopy: 'コピーを開く',
  unknownModel: '不明なモデル',
  thisTab: 'このタブ',
  otherTab: '別のタブで使用中',
  damaged: '破損',
  unreadable: '保存されたもののうち{count}件が、全部または一部読み込めません。元の状態のまま残してあります。',
  exportUnreadable: 'ファイルに書き出す',
} satisfies TranslationOf<typeof sessionsMessages>;
