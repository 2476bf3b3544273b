import type { TranslationOf } from '../../language/textTypes.ts';
import type { walkMessages } from './messages.ts';

export default {
  title: '두 얼굴 사이의 워크',
  notSet: '설정 안 됨',
  setA: 'A로 설정',
  setB: 'B로 설정',
  setTitle: '현재 얼굴을 사용합니다',
  aFromPin: '핀에서 A 고르기',
  bFromPin: '핀에서 B 고르기',
  pins: '핀…',
  swap: 'A와 B 바꾸기',
  position: '위치',
  positionSpoken: 'A에서 B까지의 {percent}',
  goTo: '{percent} 지점으로',
  seconds: 'A에서 B까지 걸리는 시간(초)',
  secondsSpoken: 'A에서 B까지 {seconds}',
  how: '가는 방법',
  method: '보간',
  slerp: 'Slerp',
  lerp: 'Lerp',
  slerpHint: 'Slerp는 구면을 같은 각도로 따라가므로 모델이 학습한 범위를 벗어나지 않습니다.',
  lerpHint: 'Lerp는 잠재 공간을 곧게 가로지르므로 중간에서 벡터가 짧아집니다.',
  lerpHintNormalised:
    'Lerp는 곧게 갑니다. 이 모델은 그 뒤 z를 구면으로 되돌리므로 가운데를 빠르게 지나갑니다.',
  repeat: '반복',
  once: '한 번',
  loop: '반복 재생',
  thereAndBack: '왕복',
} satisfies TranslationOf<typeof walkMessages>;
