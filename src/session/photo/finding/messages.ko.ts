import type { TranslationOf } from '../../../language/textTypes.ts';
import type { findingMessages } from './messages.ts';

export default {
  interrupted:
    '{model} 또는 이 세션이 닫혀서 얼굴 찾기가 끝났습니다. 잃은 것은 없습니다. 돌아가서 다시 찾으십시오.',
  fromPicture: '사진',
  facesFound: '얼굴 {count}개를 찾아 핀으로 고정했습니다.',
  oneOnEachSide: '차이를 구하려면 양쪽에 사진이 있어야 합니다. ‘없음’과 ‘있음’에 적어도 하나씩 표시하십시오.',
  noDifference: '양쪽이 같은 얼굴이라 차이가 없습니다. 다른 사진에 표시하십시오.',
} satisfies TranslationOf<typeof findingMessages>;
