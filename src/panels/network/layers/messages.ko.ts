import type { TranslationOf } from '../../../language/textTypes.ts';
import type { layersMessages } from './messages.ts';

export default {
  idea: '생성자는 층을 쌓은 것이고, 논문은 이를 표로 보여 줍니다. 층마다 하는 계산, 활성화 함수, 출력의 모양, 학습된 매개변수의 수가 나옵니다. 블록마다 그림을 두 배로 늘려 두 번 합성곱하고, 크기가 클수록 맵을 줄이므로 매개변수도 계산량도 지나치게 늘지 않습니다. 행을 열면 현재 얼굴에 대한 그 층의 출력을 볼 수 있습니다.',
  formula: '매개변수 = 커널² · 입력 맵 · 출력 맵 + 출력 맵',
  place: '부록 A.1, 표 2',
  table: '층',
  sideways: '표의 모든 열',
  layer: '층',
  activation: '활성화 함수',
  linear: '선형',
  shape: '출력 모양',
  parameters: '매개변수',
  widths: '맵 입력 → 출력',
  reach: '수용 영역(픽셀)',
  cost: '곱셈(백만 번)',
  time: '측정(밀리초)',
  total: '합계',
  latent: '잠재 벡터',
  upsample: '확대',
  conv: '합성곱 {side} × {side}',
  size: '{side} × {side}',
  width: '{from} → {to}',
  mapsOf: '{name}의 맵',
  picture: '{name}의 모든 맵',
} satisfies TranslationOf<typeof layersMessages>;
