import type { TranslationOf } from '../../language/textTypes.ts';
import type { frameMessages } from './messages.ts';

export default {
  panelSize: '패널 크기',
  panelHidden: '숨김',
  pixels: '{count} px',
  percent: '{count} %',
  panelSizeHelp: '끌어서 크기를 바꿉니다. Enter 키나 두 번 클릭으로 숨깁니다',
  hidePanel: '패널 숨기기',
  showPanel: '패널 보이기',
  onlyPicture: '그림만 보기',
  everything: '모두 보기',
  fullScreen: '전체 화면',
  leaveFullScreen: '전체 화면 끝내기',
} satisfies TranslationOf<typeof frameMessages>;
