import type { TranslationOf } from '../../language/textTypes.ts';
import type { recipeMessages } from './messages.ts';

export default {
  restored: '{file} 파일을 복원했습니다.',
  restoredApart: '{file} 파일을 새 세션으로 복원했습니다. 지금까지의 작업은 ‘세션’에 있습니다.',
  otherWeights:
    '{file} 파일은 여기에 있는 {model}과(와) 다른 가중치로 만들어져 얼굴이 다르게 보일 수 있습니다.',
  getModel:
    '{file} 파일을 만든 모델 {model}이(가) 아직 여기에 없습니다. ‘모델’에서 받으면 파일의 내용도 함께 열립니다.',
  noModel:
    '{file} 파일을 만든 모델 {model}이(가) 여기에 없습니다. 가지고 있다면 ‘모델’에서 ‘{id}’ 이름으로 추가하고 파일을 다시 여십시오.',
  stripped:
    '{file} 파일에는 레시피가 없습니다. 레시피는 Zscape가 내보낸 파일에만 있으며, 그림을 다시 만드는 서비스나 프로그램은 레시피를 지웁니다. 내보낸 그대로의 파일을 구하십시오.',
  empty: '{file} 파일이 비어 있습니다. 파일을 다시 받으십시오.',
} satisfies TranslationOf<typeof recipeMessages>;
