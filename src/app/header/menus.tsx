/** The parts of the header that open something: their code, which places what opens, comes after the first picture. */
import { lazy } from 'react';
import { Later } from '../Later.tsx';

const room = <span className="icon-btn" />;
const threeRooms = (
  <span className="undo-redo">
    {room}
    {room}
    {room}
  </span>
);

const LazyExports = lazy(async () => ({ default: (await import('./MoreExports.tsx')).MoreExports }));
const LazySettings = lazy(async () => ({ default: (await import('./SettingsMenu.tsx')).SettingsMenu }));
const LazyUndo = lazy(async () => ({ default: (await import('./UndoRedo.tsx')).UndoRedo }));

export const MoreExports = () => (
  <Later room={room}>
    <LazyExports />
  </Later>
);

export const SettingsMenu = () => (
  <Later room={room}>
    <LazySettings />
  </Later>
);

export const UndoRedo = () => (
  <Later room={threeRooms}>
    <LazyUndo />
  </Later>
);
