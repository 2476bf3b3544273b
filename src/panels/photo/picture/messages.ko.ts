import type { TranslationOf } from '../../../language/textTypes.ts';
import type { pictureMessages } from './messages.ts';

export default {
  choose: '이미지 선택',
  camera: '카메라 사용',
  paste: '붙여 넣기',
  orDrop: '페이지 어디에나 끌어다 놓거나 붙여 넣을 수도 있습니다.',
  cameraShows: '카메라 화면(좌우 반전)',
  take: '촬영',
  cancel: '취소',
  asking: '카메라를 사용해도 되는지 브라우저가 묻고 있습니다.',

  frame: '틀 뒤의 이미지',
  frameHelp:
    '확대 {zoom}, 회전 {turn}°. 끌거나 화살표 키로 옮기고, 더하기와 빼기로 확대·축소하고, 쉼표와 마침표로 돌리고, 0으로 초기화합니다.',
  brushHelp: '끌어서 칠합니다. 화살표 키로 브러시를 옮기고 스페이스 키로 칠할 수도 있습니다.',
  tool: '도구',
  move: '이동',
  counts: '포함',
  not: '제외',
  zoom: '확대',
  turn: '회전',
  degrees: '{turn}°',
  quarter: '90° 회전',
  reset: '초기화',
  brush: '브러시',
  undo: '붓질 취소',
  clear: '지우기',
  all: '이미지 전체를 사용합니다.',
  some: '어두운 곳은 제외됩니다.',
  background: '배경',
  backgroundHint: '이미지 바깥을 이 색으로 채웁니다.',

  align: '얼굴 맞추기',
  alignHint: '눈과 입을 이 모델이 그리는 자리(세 표시)에 맞춥니다.',
  finding: '얼굴을 찾는 중…',
  none: '얼굴을 찾지 못했습니다. 눈과 입을 세 표시에 직접 맞추십시오.',
  aligned: '맞췄습니다: 회전 {turn}°, 확대 {zoom}. 눈과 입이 세 표시 위에 있습니다.',
  several: '얼굴을 {count}개 찾았습니다. 어느 얼굴을 쓰시겠습니까?',
  face: '얼굴 {all}개 중 {number}번째',
} satisfies TranslationOf<typeof pictureMessages>;
