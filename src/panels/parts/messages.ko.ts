import type { TranslationOf } from '../../language/textTypes.ts';
import type { partsMessages } from './messages.ts';

export default {
  cancel: '취소',
  details: '자세한 내용: {detail}',
  close: '닫기',
  loading: '{model} 불러오는 중',
  lookingFor: '{model}을(를) 찾는 중…',
  preparing: '엔진을 준비하는 중…',
  doneOf: '{total} 중 {done}',
  doneOfKept: '{total} 중 {done}(이 기기에서)',
  wholeNumber: '{min}부터 {max}까지의 정수를 입력하십시오',
  seed: '시드',
  seedHint: '시드: 같은 수는 어느 기기에서나 같은 얼굴입니다',
  sliderKeys: '{label}: 화살표 키 {fine}, Shift 또는 Page 키 {coarse}',
} satisfies TranslationOf<typeof partsMessages>;
