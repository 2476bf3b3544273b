import type { TranslationOf } from '../../../language/textTypes.ts';
import type { paceMessages } from './messages.ts';

export default {
  play: '재생',
  pause: '일시정지',
  measuring: '속도를 살펴보는 중…',
  still: '그림이 바뀌지 않습니다',
  steady: '속도: 고름',
  leaps: '속도: 고르지 않음. 가장 큰 단계의 변화가 평균의 {times}배입니다',
  stalls: '속도: 고르지 않음. 가장 작은 단계의 변화가 평균의 {percent}에 그칩니다',
  asSteadyAsItGets: '이보다 더 고르게 할 수는 없습니다. 이 길 어딘가에서 모델의 그림이 갑자기 바뀝니다.',
  constantSpeed: '일정한 속도',
  constantSpeedHint: '그림이 빠르게 바뀌는 곳을 천천히 지나, 튀거나 멈추는 곳이 없게 합니다.',
  finding: '고른 속도를 찾는 중',
  found: '고른 속도를 찾는 중: {done}장(최대 {most}장)',
} satisfies TranslationOf<typeof paceMessages>;
