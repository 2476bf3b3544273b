/** The commands that have keys, in the order in which `?` lists them. */
import type { Command } from '../../commands/command.ts';
import { randomiseSome, resetFace } from '../../commands/face/editDimensions.ts';
import { refreshGrid } from '../../commands/face/grid.ts';
import { newSample } from '../../commands/face/newSample.ts';
import { pinFace } from '../../commands/face/pins.ts';
import { setA, setB, togglePlay } from '../../commands/journey/walk.ts';
import { showBefore, toggleDivider } from '../../commands/view/compare.ts';
import { toggleFullScreen, toggleOnlyPicture, togglePanel } from '../../commands/view/frame.ts';
import { showPalette, showShortcuts } from '../../commands/view/view.ts';
import { copyFace, openPngDialog } from '../../commands/work/exports.ts';
import { openGifExport } from '../../commands/work/openExport.ts';
import { saveSession, showSessions } from '../../commands/work/sessions.ts';
import { shareLink } from '../../commands/work/share.ts';
import { redo, undo } from '../../commands/work/undo.ts';

export const shortcuts: readonly Command[] = [
  newSample,
  pinFace,
  undo,
  redo,
  resetFace,
  randomiseSome,
  refreshGrid,
  { ...setA, perform: (session) => setA.perform(session) },
  { ...setB, perform: (session) => setB.perform(session) },
  togglePlay,
  showBefore,
  toggleDivider,
  openGifExport,
  openPngDialog,
  copyFace,
  shareLink,
  saveSession,
  showSessions,
  toggleFullScreen,
  toggleOnlyPicture,
  togglePanel,
  showPalette,
  showShortcuts,
];
