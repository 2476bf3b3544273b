import type { TranslationOf } from '../../language/textTypes.ts';
import type { keysMessages } from './messages.ts';

export default {
  title: '키보드 단축키',
  keys: '키',
  hint: '목록의 키를 누르면 바꿀 수 있습니다.',
  characterKeys: '한 글자 키',
  characterKeysHint:
    '음성 입력이나 잘못 누른 키 때문에 실행된다면 끄십시오. Ctrl과 함께 누르는 키는 그대로입니다.',
  change: '{command} 키 바꾸기 (현재 {key})',
  give: '{command}에 키 지정',
  none: '키 없음',
  press: '키를 누르십시오…',
  pressHint: '새 키를 누르십시오. Escape는 그대로 두고, Backspace는 키를 없앱니다.',
  taken: '{key} 키는 이미 ‘{command}’에 쓰입니다. 다른 키를 누르거나 그 키를 먼저 바꾸십시오.',
  reserved: '{key} 키는 브라우저나 컨트롤에서 쓰입니다. 다른 키를 누르십시오.',
  changed: '이제 {command} 키는 {key}입니다.',
  takenAway: '{command} 키를 없앴습니다.',
  reset: '기본 키로 되돌리기',
  wasReset: '모든 키를 기본값으로 되돌렸습니다.',
  onSliders: '슬라이더에서',
  fine: '작게 한 단계',
  coarse: '크게 한 단계',
  ends: '양 끝으로',
  onNumbers: '잠재 벡터 숫자 목록에서',
  numberValue: '숫자 바꾸기',
  numberNext: '앞뒤 숫자로',
  numberPage: '한 쪽 이동, 처음, 마지막',
  numberJump: '그 번호의 숫자로',
  numberReset: '처음 값으로',
  onPicture: '끌 속성을 고른 그림에서',
  pictureMove: '두 속성 바꾸기',
} satisfies TranslationOf<typeof keysMessages>;
