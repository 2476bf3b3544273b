import {
  applyCopiedEdits,
  clearEdits,
  copyEdits,
  invertEdits,
  setKeepEdits,
} from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';
import { amountsOf, attributesOf } from '../../store/select/attributes.ts';
import { CheckLine } from '../parts/fields/CheckLine.tsx';
import { ClipboardPaste, Copy, FlipHorizontal, Reset } from '../parts/icons.tsx';
import { Section } from '../parts/Section.tsx';

/** What can be done with all sliders at once. */
export function EditTools() {
  const run = useRun();
  const locked = useSelect((state) => {
    const { locked: ids } = state.edit;
    return attributesOf(state).filter(({ id }) => ids.includes(id)).length;
  });
  const moved = useSelect((state) => Object.keys(amountsOf(state)).length > 0);
  const copied = useSelect((state) => state.copiedEdit !== null);
  const keep = useSelect((state) => state.keepEdits);
  return (
    <Section title="Edits" aside={locked > 0 && <span className="pill tab-nums">{locked} locked</span>}>
      <div className="edit-tools">
        <button type="button" className="btn small" disabled={!moved} onClick={() => run(clearEdits)}>
          <Reset size={13} aria-hidden="true" /> Clear
        </button>
        <button type="button" className="btn small" disabled={!moved} onClick={() => run(invertEdits)}>
          <FlipHorizontal size={13} aria-hidden="true" /> Invert
        </button>
        <button
          type="button"
          className="btn small"
          disabled={!moved}
          title="Remember these sliders, to put them on another face"
          onClick={() => run(copyEdits)}
        >
          <Copy size={13} aria-hidden="true" /> Copy
        </button>
        <button type="button" className="btn small" disabled={!copied} onClick={() => run(applyCopiedEdits)}>
          <ClipboardPaste size={13} aria-hidden="true" /> Paste
        </button>
      </div>
      <CheckLine label="Keep edits on other faces" checked={keep} onChange={(on) => run(setKeepEdits, on)} />
    </Section>
  );
}
