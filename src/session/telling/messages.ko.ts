import type { TranslationOf } from '../../language/textTypes.ts';
import type { tellingMessages } from './messages.ts';

export default {
  seed: '시드 {seed}',
  inBetween: '중간 얼굴',
  edited: '편집됨',
  showing: '지금 보이는 얼굴: {what}',
  loaded: '{model} 모델을 불러왔습니다.',
  pinned: '고정했습니다: {name}',
  undone: '실행 취소: {step}',
  redone: '다시 실행: {step}',
  backAt: '이동했습니다: {step}',
  exported: '{file} 파일({size})을 다운로드 폴더로 내보냈습니다.',
  copied: '그림을 복사했습니다.',
  copyMissing: '이 브라우저는 그림을 복사할 수 없습니다. 대신 PNG로 내보내십시오.',
  copyRefused: '브라우저가 그림 복사를 허용하지 않았습니다. 클립보드 사용을 허용하거나 PNG로 내보내십시오.',
} satisfies TranslationOf<typeof tellingMessages>;
