import type { TranslationOf } from '../../../language/textTypes.ts';
import type { rateMessages } from './messages.ts';

export default {
  idea: '더하는 입력의 수 n이 많은 층일수록 가중치의 초깃값은 작아지며, 그 퍼짐이 c(He의 상수)입니다. Adam은 모든 가중치를 같은 폭만큼 움직이므로, 가중치가 작은 층은 상대적으로 더 빨리 바뀝니다. 논문에서는 가중치의 퍼짐을 1로 두고 쓸 때 c를 곱합니다. 그러면 한 걸음의 상대적인 변화가 모든 층에서 같아집니다.',
  place: '4.1절, Adam은 Kingma and Ba 2015',
  table: '학습률',
  layer: '층',
  fanIn: 'n = {count}',
  weights: '가중치',
  drawn: '초깃값',
  trained: '학습한 뒤',
  drawnHint: '학습하기 전에 He의 초기화에 따라 무작위로 정한 가중치입니다.',
  trainedHint:
    '현재 모델의 가중치입니다. PixelNorm이 뒤따르는 층에서는 가중치의 크기가 그림에 영향을 주지 않습니다. 학습하는 동안 가중치가 커졌고, 한 걸음의 변화는 작아졌습니다.',
  constant: 'c',
  spread: '가중치의 퍼짐',
  step: 'Adam의 한 걸음',
  used: '쓸 때',
  kept: 'c로 나눈 값',
  without: 'c 없이',
  with: 'c 사용',
  bundle:
    '여기서 쓰는 모델의 가중치에는 c가 이미 곱해져 있어 그림을 그릴 때 따로 필요하지 않습니다. 이 표에서는 다시 c로 나누어 보여 줍니다.',
  apart:
    '가중치에 대한 비율로 보면, 가장 빨리 바뀌는 층은 가장 느린 층의 {plain}배를 움직입니다. c를 쓰면 {equalized}배입니다.',
  how: '학습률 0.001로 Adam을 한 걸음 적용했을 때의 변화를 가중치에 대한 비율로 나타냅니다. 기울기는 무작위입니다. 첫 걸음은 기울기의 부호로만 정해집니다.',
  computing: '가중치를 읽는 중…',
  noLayers: '이 모델은 Progressive GAN이 아니어서 층을 알 수 없습니다.',
} satisfies TranslationOf<typeof rateMessages>;
