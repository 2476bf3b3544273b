/** The parts of the header that open something: their code, which places what opens, comes after the first picture. */
import { later } from '../later.tsx';

const room = <span className="icon-btn" />;
const threeRooms = (
  <span className="undo-redo">
    {room}
    {room}
    {room}
  </span>
);

export const MoreExports = later(async () => (await import('./MoreExports.tsx')).MoreExports, room);
export const SettingsMenu = later(async () => (await import('./SettingsMenu.tsx')).SettingsMenu, room);
export const UndoRedo = later(async () => (await import('./UndoRedo.tsx')).UndoRedo, threeRooms);
