import type { TranslationOf } from '../../language/textTypes.ts';
import type { batchMessages } from './messages.ts';

export default {
  saved: '일괄 작업을 마쳤습니다. 그림 {count}장이 폴더에 있습니다.',
  ready: '일괄 작업을 마쳤습니다. 그림 {count}장입니다. 일괄 작업 창을 열어 파일을 저장하십시오.',
  fileGone: '{file}이(가) 브라우저 저장 공간에 더 이상 없습니다. 일괄 작업을 다시 하십시오.',
} satisfies TranslationOf<typeof batchMessages>;
