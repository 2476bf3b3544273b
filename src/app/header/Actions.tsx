import { resetFace } from '../../commands/face/editDimensions.ts';
import { newSample } from '../../commands/face/newSample.ts';
import { pinFace } from '../../commands/face/pins.ts';
import { useRun } from '../../commands/hooks.ts';
import { SeedField } from '../../panels/parts/fields/SeedField.tsx';
import { Key } from '../../panels/parts/Key.tsx';
import { useSelect } from '../../store/hooks.ts';
import { isEdited } from '../../store/select/faces.ts';
import { UndoRedo } from './menus.tsx';

/** What users do most, right under the picture. */
export function Actions() {
  const run = useRun();
  const ready = useSelect((state) => state.model !== null);
  const edited = useSelect(isEdited);
  return (
    <div className="actions">
      <SeedField />
      <button type="button" className="btn primary" disabled={!ready} onClick={() => run(newSample)}>
        New sample<Key>Space</Key>
      </button>
      <button type="button" className="btn" disabled={!ready} onClick={() => run(pinFace)}>
        Pin<Key>P</Key>
      </button>
      <button type="button" className="btn ghost wide-only" disabled={!edited} onClick={() => run(resetFace)}>
        Reset
      </button>
      <span className="narrow-only">
        <UndoRedo />
      </span>
    </div>
  );
}
