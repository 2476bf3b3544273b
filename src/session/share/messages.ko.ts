import type { TranslationOf } from '../../language/textTypes.ts';
import type { shareMessages } from './messages.ts';

export default {
  copied: '파일을 복사했습니다.',
  codeCopied: '코드를 복사했습니다.',
  copyRefused: '브라우저가 클립보드 사용을 허용하지 않았습니다. 허용한 뒤 다시 시도하십시오.',
  shareMissing: '이 브라우저는 이 파일을 다른 앱에 넘길 수 없습니다. 내보내면 다운로드에 저장됩니다.',
  shareRefused: '브라우저가 파일을 넘기지 않았습니다. 내보낸 뒤 다운로드에서 공유하십시오.',
} satisfies TranslationOf<typeof shareMessages>;
