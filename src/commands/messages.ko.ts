import type { TranslationOf } from '../language/textTypes.ts';
import type { commandMessages } from './messages.ts';

export default {
  linkCopied: '링크를 복사했습니다. 여는 사람은 지금 보이는 것을 그대로 보게 됩니다.',
  linkCopiedTurned:
    '링크를 복사했습니다. 모든 얼굴을 정확히 담기에는 자리가 모자라 일부 얼굴이 최대 {degrees}° 어긋납니다(전혀 다른 얼굴은 90°입니다). 세션 파일은 정확하게 보존합니다.',
  linkInAddress:
    '이 브라우저가 복사를 허용하지 않아 링크를 주소 표시줄에 넣었습니다. 거기에서 복사하십시오. 여는 사람은 지금 보이는 것을 그대로 보게 됩니다.',
  linkInAddressTurned:
    '이 브라우저가 복사를 허용하지 않아 링크를 주소 표시줄에 넣었습니다. 거기에서 복사하십시오. 모든 얼굴을 정확히 담기에는 자리가 모자라 일부 얼굴이 최대 {degrees}° 어긋납니다(전혀 다른 얼굴은 90°입니다). 세션 파일은 정확하게 보존합니다.',
  linkWithout: '자리가 모자라 다음은 담지 못했습니다: {left}.',
  linkNeedsModel: '모델의 주소가 너무 길어 담지 못했으므로, 여는 사람에게 모델이 이미 있어야 합니다.',
  walk: '워크',
  path: '경로',
  map: '맵',
  pathFull: '경로에는 얼굴을 {most}개까지 넣을 수 있습니다. 나머지는 넣지 않았습니다.',
  pinnedAlready: '이 얼굴은 이미 ‘{name}’(으)로 고정되어 있습니다.',
} satisfies TranslationOf<typeof commandMessages>;
