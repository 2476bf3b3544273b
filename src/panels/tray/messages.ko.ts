import type { TranslationOf } from '../../language/textTypes.ts';
import type { trayMessages } from './messages.ts';

export default {
  pins: '핀',
  empty: '마음에 드는 얼굴을 핀으로 고정하면 새로 고쳐도 여기에 남습니다.',
  emptyKey:
    '마음에 드는 얼굴을 핀으로 고정하면 새로 고쳐도 여기에 남습니다. {key} 키를 누르면 현재 얼굴이 고정됩니다.',
  others: '다른 모델의 핀 {count}개 더 있음',
  pinHint: '{name} 사용',
  actions: '{name} 작업',
  name: '이름',
  use: '사용',
  walkFrom: '여기서 워크 시작(A)',
  walkTo: '여기까지 워크(B)',
  addToPath: '경로에 추가',
  pullTowards: '이 얼굴 쪽으로 끌어당기기',
  rename: '이름 바꾸기',
  delete: '삭제',
  exportSession: '세션 내보내기',
  openSession: '세션 열기',
  sessions: '세션',
} satisfies TranslationOf<typeof trayMessages>;
