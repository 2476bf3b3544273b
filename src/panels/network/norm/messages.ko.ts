import type { TranslationOf } from '../../../language/textTypes.ts';
import type { normMessages } from './messages.ts';

export default {
  idea: '경쟁하는 생성자와 판별자는 서로의 값을 점점 키우다가 둘 다 배우지 못하게 될 수 있습니다. 이를 막기 위해 생성자는 합성곱을 할 때마다 각 픽셀의 특징을 그 제곱평균제곱근으로 나눕니다. 무늬는 남고 전체 세기만 없어집니다. 논문에 따르면 이로 인한 해는 없으며, 값이 치솟으려 할 때 이를 막아 줍니다.',
  formula: 'b = a / √(맵 N장에 걸친 a²의 평균 + ε), ε = 10⁻⁸',
  place: '4.2절',
  all: '픽셀 정규화',
  allHint: '끄면 어떤 층도 정규화되지 않습니다. 다시 켤 때까지 모든 그림에 영향을 줍니다.',
  blocks: '블록별',
  block: '블록 {side} × {side}',
  measuring: '신호를 재는 중…',
  with: '있을 때: 마지막 층 뒤의 제곱평균제곱근 {value}',
  without: '없을 때: {value}',
  none: '이 모델에는 정규화되는 층이 없습니다.',
  onlyGenerator:
    '정규화는 생성자만 씁니다(부록 A.1). 논문은 이유를 밝히지 않지만, 판별자는 특징의 세기로 판정하므로 그 세기로 나누면 판정이 사라지기 때문이라고 볼 수 있습니다.',
} satisfies TranslationOf<typeof normMessages>;
