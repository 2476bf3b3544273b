import type { TranslationOf } from '../../../language/textTypes.ts';
import type { growthMessages } from './messages.ts';

export default {
  idea: 'Progressive GAN은 먼저 4 × 4픽셀을 그리는 법을 배우고, 한 크기를 익힐 때마다 생성자와 판별자 모두에 두 배 크기의 블록이 더해집니다. 새 블록은 아직 아무것도 몰라서 갑자기 더하면 다른 블록이 배운 것을 망칠 수 있습니다. 그래서 한 단계 아래 크기를 확대한 그림과 섞고, 가중치 α를 0에서 1까지 올리며 서서히 들입니다. 여기서는 현재 얼굴이 이 모델의 각 크기를 거치며 자라는 모습을 볼 수 있습니다.',
  formula: '그림 = (1 − α) · 확대한 아래 그림 + α · 새 그림',
  place: '2절, 그림 2',
  growth: '성장',
  fade: '페이드',
  size: '{side} × {side}',
  strip: '각 크기의 같은 얼굴',
  goTo: '{side} × {side}픽셀 보기',
  fadeText: '{lower}에서 {upper}까지 {percent}',
  now: '확대한 {lower} 그림 {rest}, {upper} 그림 {percent}입니다.',
  noFade: '가장 작은 크기라서 페이드할 아래 그림이 없습니다.',
  play: '자라게 하기',
  pause: '일시정지',
  film: '성장 내보내기…',
  heads: '헤드',
  trained: '학습된 그대로',
  refitted: '다시 맞춤',
  trainedMeans:
    '헤드는 특징을 색으로 바꿉니다. 이것은 각 단계에서 학습한 당시의 헤드입니다. 그 아래 블록들은 끝까지 학습을 이어 갔기 때문에, 작은 크기의 헤드는 당시의 네트워크가 그리던 색을 더 이상 내지 못합니다.',
  earlyMeans:
    '헤드는 특징을 색으로 바꾸지만, 그 아래 블록들은 단계가 끝난 뒤에도 학습을 이어 갔습니다. 그래서 {side} × {side}픽셀까지는 각 단계가 끝날 때 네트워크가 그린 그림을 되풀이하도록 학습한 작은 네트워크가 대신 그립니다. 차이는 평균적으로 255단계 중 최대 {levels}입니다. 특징 맵과 정규화의 변경은 이 네트워크에 미치지 않습니다. 그보다 큰 크기에서는 당시의 헤드를 지금의 블록에 붙여 보여 줍니다.',
  refittedMeans:
    '헤드는 특징을 색으로 바꿉니다. 이것은 완성된 네트워크의 그림을 줄여 나중에 다시 맞춘 헤드입니다. 어린 네트워크가 그린 그림이 아니라 블록들이 지금 아는 것을 보여 줍니다.',
  noHeads:
    '{title} 모델에는 마지막 헤드만 있어 성장을 보여 줄 수 없습니다. 층과 특징 맵은 아래에서 볼 수 있습니다.',
} satisfies TranslationOf<typeof growthMessages>;
