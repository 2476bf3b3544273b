import type { TranslationOf } from '../../../language/textTypes.ts';
import type { tourMessages } from './messages.ts';

export default {
  space: '잠재 공간이란',
  spaceAbout: '모든 얼굴은 숫자의 나열에서 그려집니다. 그 숫자가 무엇이고 왜 이웃한 얼굴이 닮았는지 봅니다.',
  spaceSample:
    '이 얼굴은 z라고 부르는 무작위 숫자 {size}개의 나열에서 그려졌습니다. ‘새 샘플’을 눌러 다른 나열을 뽑아 보십시오.',
  spaceSampleSeen:
    '나열이 바뀌면 얼굴도 바뀝니다. 모델은 얼굴을 쌓아 두는 것이 아니라, 주어진 나열로 그때그때 얼굴을 만듭니다.',
  spaceNumber: '이것이 그 숫자들입니다. z 0, z 1로 이어집니다. 첫 슬라이더를 움직이며 잘 살펴보십시오.',
  spaceNumberSeen:
    '숫자 하나로는 대개 거의 달라지지 않습니다. 얼굴의 생김새가 숫자 {size}개 전체에 퍼져 있기 때문입니다.',
  spaceSeed: '시드는 이런 나열에 붙인 짧은 이름입니다. 시드 칸에 {seed}을 입력하십시오.',
  spaceSeedSeen:
    '어느 기기에서든 {seed}을 입력하면 바로 이 얼굴이 나옵니다. 같은 시드는 언제나 같은 나열이 되기 때문입니다.',
  spaceNear:
    '나열 하나하나가 점이고, 모든 점을 모은 것이 잠재 공간입니다. 맵 위의 점을 한 모서리 쪽으로 움직여 보십시오.',
  spaceNearSeen:
    '서로 가까운 점은 서로 닮은 얼굴이 됩니다. 이 맵은 모서리의 얼굴들 사이에 펼친, 잠재 공간의 작은 한 장입니다.',
  spaceEnd:
    '잠재란 숨어 있다는 뜻입니다. 숫자는 보이지 않고, 숫자가 만든 얼굴만 보입니다. 해 본 것은 실행 취소로 모두 되돌릴 수 있습니다.',

  smooth: '끊기지 않고 매끄럽게',
  smoothAbout: '두 얼굴 사이에 무엇이 있고, 그 길이 얼마나 고른지 봅니다.',
  smoothDrag:
    'A와 B는 두 얼굴입니다. ‘위치’를 한쪽에서 다른 쪽으로 끌며 갑자기 튀는 곳이 있는지 찾아보십시오.',
  smoothDragSeen:
    '두 그림을 겹쳐 놓은 것이 아닙니다. 섞이는 것은 숫자이고, 섞일 때마다 모델이 새 얼굴을 그립니다.',
  smoothHalf: '아래 띠에는 이 워크의 아홉 단계가 있습니다. 가운데 그림을 고르십시오.',
  smoothHalfSeen:
    '한가운데에도 양쪽을 조금씩 닮은 온전한 얼굴이 있습니다. 도중에 갑자기 튄다면 모델이 그림을 통째로 외웠다는 신호일 수 있습니다.',
  smoothLerp: 'Slerp는 구의 표면을 따라가고, Lerp는 구 안을 곧게 지나갑니다. Lerp를 고르십시오.',
  smoothLerpSeen:
    '곧은 길의 가운데에서는 z가 학습에 쓰인 거의 모든 z보다 짧습니다. Slerp는 길이를 지키므로 보통 이쪽을 씁니다.',
  smoothLerpSeenSphere:
    '이 모델은 z의 방향만 보므로 Lerp도 Slerp와 똑같은 얼굴들을 지납니다. 가운데를 서둘러 지나갈 뿐입니다.',
  smoothEven:
    '곡선은 길을 따라 그림이 얼마나 바뀌는지 보여 줍니다. z에서 같은 걸음이 눈에도 같은 걸음인 것은 아닙니다. ‘일정한 속도’를 켜십시오.',
  smoothEvenSeen:
    '이제 그림이 빨리 바뀌는 곳에서 천천히 갑니다. 길은 그대로이고, 구간마다 걸리는 시간만 다릅니다.',
  smoothPlay: '이제 전체를 봅시다. 재생을 누르십시오.',
  smoothPlaySeen:
    '잠재 공간에서 작은 걸음은 그림에서도 작은 걸음입니다. 매끄럽다는 것은 이런 뜻입니다. 워크는 내보내기로 영상에 담아 갈 수 있습니다.',

  growing: '성장',
  growingAbout: 'Progressive GAN이 몇 픽셀에서 시작해 블록을 하나씩 더해 가는 모습을 봅니다.',
  growingSmall:
    'Progressive GAN은 처음부터 완전한 크기로 학습하지 않습니다. ‘성장’을 왼쪽 끝까지 끌어 처음의 몇 픽셀을 보십시오.',
  growingSmallSeen:
    '{side}×{side} 픽셀로도 머리의 위치, 밝기, 색처럼 가장 중요한 것은 나타낼 수 있습니다. 네트워크는 이것부터 배웠습니다.',
  growingLarger: '이제 키워 봅시다. ‘성장’을 오른쪽으로 한 단계씩 끌어 보십시오.',
  growingLargerSeen:
    '새 블록마다 가로와 세로가 두 배가 되고, 전에는 담을 자리가 없던 것이 더해집니다. 아래 블록들도 계속 배웁니다.',
  growingFade:
    '새 블록은 한꺼번에 들어오지 않습니다. 그림은 (1 − α) × 확대한 작은 그림 + α × 새 그림입니다. α인 ‘페이드’를 한쪽 끝에서 다른 쪽 끝까지 끌어 보십시오.',
  growingFadeSeen:
    '새 블록은 처음에 아무것도 모릅니다. α가 0에서 1로 천천히 커지므로, 아래 블록들이 이미 배운 것을 흩뜨리지 않습니다.',
  growingFull: '‘성장’을 오른쪽 끝까지 끄십시오. 네트워크가 다 자랐습니다.',
  growingFullSeen:
    '학습의 대부분은 계산이 빠른 작은 그림으로 이루어졌습니다. 논문에 따르면 비슷한 결과를 두 배에서 여섯 배까지 빨리 얻는 일이 많았습니다.',
  growingLacks:
    '{model}에는 마지막 헤드만 있어 성장을 보여 드릴 수 없습니다. Avatars 128이나 Portraits 128에서는 볼 수 있습니다.',
  growingLayers:
    '이 표에는 논문의 표 2처럼 모든 층이 있습니다. 위에서 아래로 모양을 따라가 보십시오. 맵은 점점 커지고, 해상도가 높은 곳에서는 수가 줄어듭니다.',

  variety: '다양성 지키기',
  varietyAbout: 'GAN이 한 얼굴만 그리게 되는 까닭과, 그것을 알아차리는 숫자를 봅니다.',
  varietyMore: '무작위 얼굴들을 살펴본 다음 ‘다른 얼굴’을 누르십시오.',
  varietyMoreSeen:
    '모두 다른 얼굴인데, 이것도 배워야 하는 일입니다. 얼굴 하나로 판별자를 속일 수 있다면 생성자는 그것만 그리게 될 수 있습니다. 이를 모드 붕괴라고 합니다.',
  varietyNumber:
    '이 숫자는 한 묶음의 그림이 서로 얼마나 다른지 나타냅니다. 자리마다 묶음 전체의 표준 편차를 구해 평균한 값입니다. 학습할 때 판별자는 이것을 특징 맵 한 장으로 더 받습니다.',
  varietyCollapse: '그런 붕괴를 일으켜 봅시다. ‘붕괴’를 오른쪽으로 끌며 숫자를 지켜보십시오.',
  varietyCollapseSeen:
    '얼굴들이 하나가 되고 숫자가 작아집니다. 다양하지 않은 묶음은 바로 들통나므로, 생성자는 얼굴을 서로 다르게 그려야 합니다.',
  varietyBack: '‘붕괴’를 다시 왼쪽으로 끄십시오.',
  varietyBackSeen: '얼굴들이 다시 서로 다르고, 숫자도 처음으로 돌아왔습니다.',
  varietyMeasured:
    '‘다양성 측정’은 모델 전체를 잽니다. MS-SSIM은 무작위로 뽑은 두 얼굴이 얼마나 닮았는지 여러 쌍에서 잰 값입니다. 낮을수록 다양합니다.',

  arithmetic: '얼굴로 하는 계산',
  arithmeticAbout: '얼굴은 숫자의 나열이므로 더하고 뺄 수 있습니다.',
  arithmeticPin: '얼굴은 숫자의 나열이므로 계산에 쓸 수 있습니다. ‘핀 고정’을 눌러 이 얼굴을 따로 두십시오.',
  arithmeticPinSeen: '핀은 트레이에 놓입니다. 계산에서는 놓인 차례대로 A, B, C라고 부릅니다.',
  arithmeticThree: '‘새 샘플’과 ‘핀 고정’을 번갈아 눌러 핀을 세 개 만드십시오.',
  arithmeticThreeSeen: 'A, B, C가 모두 있습니다.',
  arithmeticAdd: '식 칸에 A - B + C를 입력하십시오.',
  arithmeticAddSeen:
    'A에는 있고 B에는 없는 것을 C에 더한 얼굴입니다. A와 B가 웃음처럼 한 가지만 다르다면 그것만 옮겨집니다.',
  arithmeticAttribute: '속성도 더할 수 있습니다. {expression}을 입력하십시오.',
  arithmeticLooking: '속성도 더할 수 있습니다. 이 모델의 속성을 불러오고 있습니다.',
  arithmeticAttributeSeen:
    '속성도 A - B와 같은 차이입니다. 그 특징이 있는 많은 얼굴과 없는 많은 얼굴을 비교해 찾아냅니다.',
  arithmeticSlider: '‘속성’ 탭에는 이런 방향마다 슬라이더가 있습니다. 하나를 움직여 보십시오.',
  arithmeticSliderSeen:
    '슬라이더를 움직이면 z에 더하는 방향의 양이 달라집니다. 그것이 전부입니다. 얼굴은 점이고, 변화는 점 사이의 화살표입니다.',
  arithmeticLacks:
    '이 모델에는 이름이 붙은 속성이 없어 이 단계를 보여 드릴 수 없습니다. Avatars 128이나 Portraits 128에서는 볼 수 있습니다.',
} satisfies TranslationOf<typeof tourMessages>;
