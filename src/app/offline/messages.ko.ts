import type { TranslationOf } from '../../language/textTypes.ts';
import type { offlineMessages } from './messages.ts';

export default {
  newVersion: '새 버전',
  updated: 'Zscape가 업데이트되었습니다. 새로 고쳐도 작업한 내용은 그대로입니다.',
  reload: '새로 고침',
  later: '나중에',
  notLoaded: '불러오지 못함',
  catalogue: '모델 목록',
  cancelled: '불러오기를 취소했습니다.',
  dismiss: '닫기',
  retry: '다시 시도',
} satisfies TranslationOf<typeof offlineMessages>;
