import type { TranslationOf } from '../../language/textTypes.ts';
import type { partsMessages } from './messages.ts';

export default {
  cancel: 'キャンセル',
  details: '詳細：{detail}',
  close: '閉じる',
  loading: '{model}を読み込み中',
  lookingFor: '{model}を探しています…',
  preparing: 'エンジンを準備しています…',
  doneOf: '{total}中{done}',
  doneOfKept: '{total}中{done}（この端末から）',
  wholeNumber: '{min}から{max}までの整数を入力してください',
  seed: 'シード',
  seedHint: 'シード：同じ数なら、どの端末でも同じ顔になります',
  sliderKeys: '{label}：矢印キーで{fine}、ShiftかPageキーで{coarse}',
} satisfies TranslationOf<typeof partsMessages>;
