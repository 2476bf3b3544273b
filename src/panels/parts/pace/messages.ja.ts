import type { TranslationOf } from '../../../language/textTypes.ts';
import type { paceMessages } from './messages.ts';

export default {
  play: '再生',
  pause: '一時停止',
  measuring: 'ペースを調べています…',
  still: '画像は変わりません',
  steady: 'ペース：一定',
  leaps: 'ペース：むらあり。最大のステップの変化は平均の{times}倍です',
  stalls: 'ペース：むらあり。最小のステップの変化は平均の{percent}しかありません',
  asSteadyAsItGets: 'これ以上は一定になりません。途中でモデルの画像が急に切り替わる箇所があります。',
  constantSpeed: '一定の速さ',
  constantSpeedHint: '画像が急に変わるところをゆっくり進み、飛びや停滞をなくします。',
  finding: '一定のペースを探しています',
  found: '一定のペースを探しています：{done}枚（最大{most}枚）',
} satisfies TranslationOf<typeof paceMessages>;
