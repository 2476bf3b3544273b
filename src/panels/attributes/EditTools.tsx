import {
  applyCopiedEdits,
  clearEdits,
  copyEdits,
  invertEdits,
  setKeepEdits,
} from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { amountsOf, attributesOf } from '../../store/select/attributes.ts';
import { CheckLine } from '../parts/fields/CheckLine.tsx';
import { ClipboardPaste, Copy, FlipHorizontal, Reset } from '../parts/icons.tsx';
import { Section } from '../parts/Section.tsx';
import { attributesMessages } from './messages.ts';

/** Actions on all sliders together. */
export function EditTools() {
  const run = useRun();
  const t = useMessages(attributesMessages);
  const locked = useSelect((state) => {
    const { locked: ids } = state.edit;
    return attributesOf(state).filter(({ id }) => ids.includes(id)).length;
  });
  const moved = useSelect((state) => Object.keys(amountsOf(state)).length > 0);
  const copied = useSelect((state) => state.copiedEdit !== null);
  const keep = useSelect((state) => state.keepEdits);
  return (
    <Section title={t.edits} aside={locked > 0 && <span className="pill tab-nums">{t.locked(locked)}</span>}>
      <div className="attributes-edit-tools">
        <button type="button" className="btn small" disabled={!moved} onClick={() => run(clearEdits)}>
          <Reset size={13} aria-hidden="true" /> {t.clear}
        </button>
        <button type="button" className="btn small" disabled={!moved} onClick={() => run(invertEdits)}>
          <FlipHorizontal size={13} aria-hidden="true" /> {t.invert}
        </button>
        <button
          type="button"
          className="btn small"
          disabled={!moved}
          title={t.copyHint}
          onClick={() => run(copyEdits)}
        >
          <Copy size={13} aria-hidden="true" /> {t.copy}
        </button>
        <button type="button" className="btn small" disabled={!copied} onClick={() => run(applyCopiedEdits)}>
          <ClipboardPaste size={13} aria-hidden="true" /> {t.paste}
        </button>
      </div>
      <CheckLine label={t.keepEdits} checked={keep} onChange={(on) => run(setKeepEdits, on)} />
    </Section>
  );
}
