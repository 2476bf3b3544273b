import type { TranslationOf } from '../../language/textTypes.ts';
import type { sessionsMessages } from './messages.ts';

export default {
  title: '세션',
  hint: '작업은 탭마다 하나의 세션으로 이 브라우저에 자동 저장됩니다. 이름을 붙인 세션은 계속 남고, 나머지는 최근 12개가 남습니다. 다른 브라우저로 옮기려면 파일로 내보내십시오.',
  copy: '복사본으로 계속',
  openFile: '파일 열기…',
  exportFile: '파일로 내보내기',
  unnamed: '이름 없음',
  nameField: '세션 이름',
  nameIt: '{session} 이름 짓기',
  deleteIt: '{session} 삭제',
  goTo: '{session} 세션으로 이동',
  goToCopy: '{session} 세션으로 복사해서 이동',
  open: '열기',
  openCopy: '복사본 열기',
  unknownModel: '알 수 없는 모델',
  thisTab: '이 탭',
  otherTab: '다른 탭에서 사용 중',
  damaged: '손상됨',
  unreadable:
    '저장된 항목 가운데 {count}개를 전부 또는 일부 읽을 수 없습니다. 항목은 그대로 남겨 두었습니다.',
  exportUnreadable: '파일로 내보내기',
} satisfies TranslationOf<typeof sessionsMessages>;
