import type { TranslationOf } from '../../language/textTypes.ts';
import type { trayMessages } from './messages.ts';

export default {
  pins: 'ピン',
  empty: '気に入った顔をピン留めすると、再読み込みしてもここに残ります。',
  emptyKey:
    '気に入った顔をピン留めすると、再読み込みしてもここに残ります。{key}を押すと、現在の顔をピン留めします。',
  others: 'ほかのモデルのピンがあと{count}個あります',
  pinHint: '{name}を使う',
  actions: '{name}の操作',
  name: '名前',
  use: '使う',
  walkFrom: 'ここからウォーク（A）',
  walkTo: 'ここまでウォーク（B）',
  addToPath: 'パスに追加',
  pullTowards: 'この顔に引き寄せる',
  rename: '名前を変更',
  delete: '削除',
  exportSession: 'セッションを書き出す',
  openSession: 'セッションを開く',
  sessions: 'セッション',
} satisfies TranslationOf<typeof trayMessages>;
