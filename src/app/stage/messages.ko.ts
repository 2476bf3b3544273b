import type { TranslationOf } from '../../language/textTypes.ts';
import type { stageMessages } from './messages.ts';

export default {
  picture: '생성된 그림',
  pictureOf: '생성된 그림: {what}',
  tools: '그림 도구',
  hold: '누르는 동안 이전 얼굴 보기',
  holdHint: '누르는 동안 이전 얼굴 보기 ({key})',
  before: '이전',
  after: '이후',
  divider: '이전과 이후의 경계선',
  dividerAt: '그림의 {share}에 이전 얼굴이 보입니다',
  copy: '그림 복사',
  copyHint: '그림 복사 ({key})',
  more: '비교와 끌기',
  compare: '비교 대상',
  faceBefore: '이전 얼굴',
  drag: '그림 위에서 끌기',
  dragHint: '그림 위에서 끌거나, 그림에 초점이 있을 때 화살표 키로 바꿀 것을 고릅니다.',
  across: '좌우',
  upward: '상하',
  nothing: '없음',
  finding: '이 모델의 속성을 찾고 있습니다…',
  noAttributes: '이 모델에는 아직 속성이 없습니다. ‘속성’에서 찾거나 가르치십시오.',
  arrows: '화살표 키로 {attributes}을(를) 바꿉니다. Shift를 누르면 더 크게 움직입니다.',
} satisfies TranslationOf<typeof stageMessages>;
