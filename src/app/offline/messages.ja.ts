import type { TranslationOf } from '../../language/textTypes.ts';
import type { offlineMessages } from './messages.ts';

export default {
  newVersion: '新しいバージョン',
  updated: 'Zscapeが更新されました。再読み込みしても作業内容は失われません。',
  reload: '再読み込み',
  later: 'あとで',
  notLoaded: '読み込めませんでした',
  catalogue: 'モデルの一覧',
  cancelled: '読み込みをキャンセルしました。',
  dismiss: '閉じる',
  retry: '再試行',
} satisfies TranslationOf<typeof offlineMessages>;
