import { resetFace } from '../../commands/face/editDimensions.ts';
import { newSample } from '../../commands/face/newSample.ts';
import { pinFace } from '../../commands/face/pins.ts';
import { useRun } from '../../commands/hooks.ts';
import { useMessages } from '../../language/useMessages.ts';
import { SeedField } from '../../panels/parts/fields/SeedField.tsx';
import { KeyOf } from '../../panels/parts/KeyOf.tsx';
import { useSelect } from '../../store/hooks.ts';
import { isEdited } from '../../store/select/faces.ts';
import { UndoRedo } from './menus.tsx';
import { headerMessages } from './messages.ts';

/** The most frequent actions, right under the picture. */
export function Actions() {
  const run = useRun();
  const t = useMessages(headerMessages);
  const ready = useSelect((state) => state.model !== null);
  const edited = useSelect(isEdited);
  return (
    <div className="actions">
      <SeedField />
      <button
        type="button"
        className="btn primary"
        data-try="new-sample"
        disabled={!ready}
        onClick={() => run(newSample)}
      >
        {t.newSample}
        <KeyOf usual=" " />
      </button>
      <button type="button" className="btn" data-try="pin" disabled={!ready} onClick={() => run(pinFace)}>
        {t.pin}
        <KeyOf usual="p" />
      </button>
      <button type="button" className="btn ghost wide-only" disabled={!edited} onClick={() => run(resetFace)}>
        {t.reset}
      </button>
      <span className="narrow-only">
        <UndoRedo />
      </span>
    </div>
  );
}
