import type { TranslationOf } from '../language/textTypes.ts';
import type { sessionMessages } from './messages.ts';

export default {
  keptAgain: '브라우저가 이 페이지의 데이터를 다시 저장할 수 있게 되어 작업 내용을 저장했습니다.',
  copiedDamaged:
    '이 세션은 손상되어 다음을 읽을 수 없었습니다: {lost}. 복사본에서 계속합니다. 손상된 세션은 그대로 남습니다.',
  copiedOpen: '이 세션은 다른 탭에서 열려 있어 복사본에서 계속합니다.',
  openElsewhere:
    '이 세션은 탭에서 열려 있습니다. 그 탭을 닫거나 그곳에서 다른 세션으로 옮긴 뒤 다시 시도하십시오.',
  cameLate:
    '브라우저 저장소의 응답이 늦어 불러오지 않고 시작했습니다. 이 탭의 작업 내용은 ‘세션’에 있습니다.',
  breaksThePage:
    '이 탭의 세션을 열 때 페이지가 멈추어 새 세션을 시작했습니다. 이전 세션은 ‘세션’에 남아 있으며 파일로 내보낼 수 있습니다.',
  damaged:
    '이 브라우저에 더 이상 읽을 수 없는 데이터가 있습니다: {what}. 그대로 남아 있으며 ‘세션’에서 파일로 내보낼 수 있습니다. 나머지는 모두 있습니다.',
  damagedSessions: '세션 {count}개',
  damagedPins: '핀 {count}개',
  damagedTaught: '가르친 속성 {count}개',
  storageFull:
    '브라우저에 이 페이지를 위한 공간이 없습니다. 작업은 할 수 있지만 새로 고치면 사라집니다. 세션을 파일로 내보내거나 이 사이트의 저장 공간을 비우십시오.',
  storageRefused:
    '이 브라우저는 이 페이지의 데이터를 저장하지 않습니다(시크릿 창일 수 있습니다). 작업은 할 수 있지만 새로 고치면 사라집니다. 보존하려면 세션을 파일로 내보내십시오.',
  storageSilent:
    '브라우저 저장소가 응답하지 않습니다. 작업은 할 수 있으며 응답하는 대로 저장합니다. 그때까지는 세션을 파일로 내보내 보존하십시오. 브라우저를 다시 시작하면 해결되는 경우가 많습니다.',
  taughtElsewhere: '‘{name}’은(는) {there}에서 가르친 속성입니다. {here}에서는 다른 의미일 수 있습니다.',
  notHere:
    '이 링크의 모델 ‘{model}’이(가) 여기에 없습니다. 직접 만든 모델이라면 먼저 ‘모델’에서 같은 이름으로 추가하십시오.',
} satisfies TranslationOf<typeof sessionMessages>;
