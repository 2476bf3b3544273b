/** The parts of the header that open a menu. Their code, which also positions the menus, loads after the first picture. */
import { useMessages } from '../../language/useMessages.ts';
import { laterPart, Part } from '../../panels/parts/later/LaterPart.tsx';
import { Later } from '../Later.tsx';
import { headerMessages } from './messages.ts';

const room = <span className="icon-btn" />;
const threeRooms = (
  <span className="undo-redo">
    {room}
    {room}
    {room}
  </span>
);

const exportsMenu = laterPart(async () => ({ default: (await import('./MoreExports.tsx')).MoreExports }));
const settingsMenu = laterPart(async () => ({ default: (await import('./SettingsMenu.tsx')).SettingsMenu }));
const undoButtons = laterPart(async () => ({ default: (await import('../history/UndoRedo.tsx')).UndoRedo }));

export function MoreExports() {
  const { moreExports } = useMessages(headerMessages);
  return (
    <Later room={room}>
      <Part of={exportsMenu} broken="button" name={moreExports} room={room} />
    </Later>
  );
}

export function SettingsMenu() {
  const { settings } = useMessages(headerMessages);
  return (
    <Later room={room}>
      <Part of={settingsMenu} broken="button" name={settings} room={room} />
    </Later>
  );
}

export const UndoRedo = () => (
  <Later room={threeRooms}>
    <Part of={undoButtons} broken="button" name="Undo" room={threeRooms} />
  </Later>
);
