import { pinFace } from '../../commands/face/pins.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { keysNow } from '../../store/select/keys.ts';
import { useMediaQuery } from '../parts/useMediaQuery.ts';
import { trayMessages } from './messages.ts';
import { PinRow } from './PinRow.tsx';
import { SessionButtons } from './SessionButtons.tsx';
import './tray.css';

/** The pins of the model on the canvas. */
export function PinTray() {
  const pins = useSelect(pinsOfModel);
  const all = useSelect((state) => state.pins.length);
  const model = useSelect((state) => state.model);
  // Expressions call the pins by their letters.
  const lettered = useSelect((state) => state.panel === 'arithmetic');
  const t = useMessages(trayMessages);
  return (
    <section className="tray" aria-label={t.pins}>
      {pins.length === 0 ? <Empty /> : <PinRow pins={pins} lettered={lettered} />}
      {model && all > pins.length && <p className="hint tray-others">{t.others(all - pins.length)}</p>}
      <SessionButtons />
    </section>
  );
}

/** Explains the tray; mentions the key only where there is probably a keyboard. */
function Empty() {
  const t = useMessages(trayMessages);
  const hasKeys = useMediaQuery('(hover: hover) and (pointer: fine)');
  const key = useSelect((state) => keysNow(state, pinFace)[0]);
  return (
    <p className="hint">{hasKeys && key ? t.emptyKey({ key: <kbd>{key.toUpperCase()}</kbd> }) : t.empty}</p>
  );
}
