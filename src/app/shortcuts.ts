/** The commands that have keys, in the order in which `?` lists them. */
import type { Command } from '../commands/command.ts';
import { randomiseSome, resetFace } from '../commands/editDimensions.ts';
import { exportPng, openGifDialog } from '../commands/exports.ts';
import { refreshGrid } from '../commands/grid.ts';
import { redo, undo } from '../commands/history.ts';
import { newSample } from '../commands/newSample.ts';
import { pinFace } from '../commands/pins.ts';
import { saveSession, showSessions } from '../commands/sessions.ts';
import { shareLink } from '../commands/share.ts';
import { showPalette, showShortcuts } from '../commands/view.ts';
import { setA, setB, togglePlay } from '../commands/walk.ts';

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
