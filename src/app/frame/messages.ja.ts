import type { TranslationOf } from '../../language/textTypes.ts';
import type { frameMessages } from './messages.ts';

export default {
  panelSize: 'パネルの大きさ',
  panelHidden: '非表示',
  pixels: '{count} px',
  percent: '{count} %',
  panelSizeHelp: 'ドラッグで大きさを変えます。Enterかダブルクリックで隠します',
  hidePanel: 'パネルを隠す',
  showPanel: 'パネルを表示',
  onlyPicture: '画像だけを表示',
  everything: 'すべて表示',
  fullScreen: '全画面表示',
  leaveFullScreen: '全画面表示を終了',
} satisfies TranslationOf<typeof frameMessages>;
