import type { TranslationOf } from '../../../language/textTypes.ts';
import type { laterMessages } from './messages.ts';

export default {
  thisPart: '이 부분',
  again: '다시 시도',
  reload: '새로 고침',
  close: '닫기',
  button: '{part}: {action}',
  gone: '페이지를 열어 둔 동안 Zscape가 업데이트되어 이 부분은 새 버전의 것이 되었습니다. 페이지를 새로 고치십시오. 작업한 내용은 저장되어 있습니다.',
  offline:
    '페이지의 이 부분을 가져오지 못했습니다. 기기가 오프라인 상태입니다. 연결된 뒤에 다시 시도하십시오.',
  unreachable:
    '페이지의 이 부분을 가져오지 못했습니다. 서버가 응답하지 않습니다. 잠시 뒤에 다시 시도하십시오.',
  broke:
    '이 부분에 문제가 생겼습니다. 나머지는 그대로 쓸 수 있습니다. 직전의 작업을 되돌린 뒤 다시 시도하십시오.',
} satisfies TranslationOf<typeof laterMessages>;
