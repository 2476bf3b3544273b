import { useSelect } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { PinRow } from './PinRow.tsx';
import { SessionButtons } from './SessionButtons.tsx';
import './tray.css';

/** The faces that the user kept, for the model on the canvas. */
export function PinTray() {
  const pins = useSelect(pinsOfModel);
  const all = useSelect((state) => state.pins.length);
  const model = useSelect((state) => state.model);
  // Expressions call the pins by their letters.
  const lettered = useSelect((state) => state.panel === 'arithmetic');
  return (
    <section className="tray" aria-label="Kept faces">
      {pins.length === 0 ? (
        <p className="hint">
          Faces that you keep stand here, also after a reload. Press <kbd>P</kbd> to keep the one above.
        </p>
      ) : (
        <PinRow pins={pins} lettered={lettered} />
      )}
      {model && all > pins.length && (
        <p className="hint tray-others">
          {all - pins.length} more of {all - pins.length === 1 ? 'another model' : 'other models'}
        </p>
      )}
      <SessionButtons />
    </section>
  );
}
