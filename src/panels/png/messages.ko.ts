import type { TranslationOf } from '../../language/textTypes.ts';
import type { pngMessages } from './messages.ts';

export default {
  title: '그림을 PNG로 내보내기',
  hint: '이 컴퓨터에서 만들어 다운로드 폴더에 저장합니다.',
  recipe: '레시피 포함',
  size: '크기',
  pixels: '{width} × {height}픽셀',
  copy: '그림 복사',
  export: '내보내기',
} satisfies TranslationOf<typeof pngMessages>;
