import { useRun } from '../commands/hooks.ts';
import { showPanel } from '../commands/view/view.ts';
import { hideRealFaces } from '../commands/work/models.ts';
import { X } from '../panels/parts/icons.tsx';
import { useSelect } from '../store/hooks.ts';

/** Of the table of published models, which is no part of the page's first script. */
const id = 'progan-128';

/** On a first visit: a quiet line which says that real faces are one click away. Whoever puts it away has seen it. */
export function RealFaces() {
  const run = useRun();
  const shown = useSelect(
    ({ realFacesTold, catalogue, getting, offered, panel }) =>
      !realFacesTold &&
      panel !== 'models' &&
      getting === null &&
      offered === null &&
      catalogue !== null &&
      !catalogue.some((entry) => entry.id === id),
  );
  if (!shown) return null;
  return (
    <p className="real-faces">
      <span>
        Real faces are one click away:{' '}
        <button type="button" className="link" onClick={() => run(showPanel, 'models')}>
          ProGAN CelebA 128
        </button>
      </span>
      <button
        type="button"
        className="icon-btn"
        aria-label="Hide the line about real faces"
        onClick={() => run(hideRealFaces)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </p>
  );
}
