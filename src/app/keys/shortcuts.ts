/** The commands that have keys, in the order in which `?` lists them. */
import type { Command } from '../../commands/command.ts';
import { randomiseSome, resetFace } from '../../commands/face/editDimensions.ts';
import { refreshGrid } from '../../commands/face/grid.ts';
import { newSample } from '../../commands/face/newSample.ts';
import { pinFace } from '../../commands/face/pins.ts';
import { setA, setB, togglePlay } from '../../commands/journey/walk.ts';
import { showPalette, showShortcuts } from '../../commands/view/view.ts';
import { exportPng, openGifDialog } from '../../commands/work/exports.ts';
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
  openGifDialog,
  exportPng,
  shareLink,
  saveSession,
  showSessions,
  showPalette,
  showShortcuts,
];
