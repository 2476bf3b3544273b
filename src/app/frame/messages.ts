import { i18n, params } from '../../language/texts.ts';

export const frameMessages = i18n('frame', {
  panelSize: 'Panel size',
  panelHidden: 'hidden',
  pixels: params('{count} px'),
  percent: params('{count}%'),
  panelSizeHelp: 'Drag to resize the panel; press Enter or double-click to hide it',
  hidePanel: 'Hide the panel',
  showPanel: 'Show the panel',
  onlyPicture: 'Show only the picture',
  everything: 'Show everything',
  fullScreen: 'Full screen',
  leaveFullScreen: 'Exit full screen',
});
