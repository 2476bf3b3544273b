import type { TranslationOf } from '../../../language/textTypes.ts';
import type { findingMessages } from './messages.ts';

export default {
  interrupted:
    '{model}またはこのセッションが閉じられたため、顔の探索は終わりました。失われたものはありません。元に戻って、もう一度探してください。',
  fromPicture: '写真',
  facesFound: '{count}個の顔が見つかり、ピン留めされました。',
  oneOnEachSide:
    '差をとるには両側に写真が必要です。「なし」と「あり」に少なくとも1枚ずつ印を付けてください。',
  noDifference: '両側の顔が同じなので、差がありません。ほかの写真に印を付けてください。',
} satisfies TranslationOf<typeof findingMessages>;
