import type { TranslationOf } from '../../language/textTypes.ts';
import type { firstMessages } from './messages.ts';

export default {
  title: 'Zscape에 오신 것을 환영합니다',
  about:
    '브라우저 안의 신경망이 숫자의 나열을 얼굴 그림으로 바꿉니다. 숫자를 바꾸면 얼굴도 바뀝니다. 여기서 하는 일은 이 기기를 벗어나지 않습니다.',
  whatIsThis: 'Zscape란?',
  steps: '먼저 해 볼 세 가지',
  sample: '‘새 샘플’을 누르면 아무도 본 적 없는 얼굴이 나타납니다.',
  slider: '‘속성’을 열고 슬라이더를 움직이면 같은 얼굴이 달라집니다.',
  walk: '‘워크’를 열고 재생하면 한 얼굴이 다른 얼굴로 변해 갑니다.',
  showMe: '위치 보기',
  showMeStep: '위치 보기: {step}',
  done: '완료',
  doneNext: '완료했습니다. 다음: {step}',
  allDone: '기본은 이것으로 충분합니다. 더 할 수 있는 일은 갤러리에서 볼 수 있습니다.',
  gallery: '갤러리',
  takeLesson: '수업 듣기',
  hide: '첫 단계 숨기기',
  whatIsLatentSpace: '잠재 공간이란?',
  numbers:
    '모델은 z라고 부르는 숫자 {size}개의 나열에서 그림을 그리는 법을 학습했습니다. 숫자 자체는 보이지 않고, 그 숫자로 그린 얼굴만 보입니다. 그래서 ‘잠재’, 곧 숨어 있다고 합니다. 가능한 나열 하나하나가 점이고, 그 점을 모두 모은 것이 잠재 공간입니다.',
  near: '서로 가까운 점은 서로 닮은 얼굴이 됩니다. 그래서 한 점에서 다른 점으로 가는 길에는 어디에나 얼굴이 있습니다. 이 그림에서는 네 모서리에 무작위로 뽑은 얼굴이 있고, 그 사이에는 모델이 중간에 그리는 얼굴이 있습니다.',
  directions:
    '의미가 있는 방향도 있습니다. 어떤 방향으로 가면 어느 얼굴이든 머리카락이 길어지고, 다른 방향으로 가면 수염이 자랍니다. 이런 방향에 이름과 슬라이더를 붙인 것이 속성입니다.',
  figure:
    '정사각형으로 늘어선 얼굴 25개. 네 모서리는 무작위로 뽑은 얼굴이고, 그 사이는 이들을 섞은 얼굴입니다',
  again: '첫 단계 다시 보기',
} satisfies TranslationOf<typeof firstMessages>;
