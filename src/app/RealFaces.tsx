import { useRun } from '../commands/hooks.ts';
import { showPanel } from '../commands/view/view.ts';
import { hideRealFaces } from '../commands/work/models.ts';
import { useMessages } from '../language/useMessages.ts';
import { X } from '../panels/parts/icons.tsx';
import { useSelect } from '../store/hooks.ts';
import { pageMessages } from './page/messages.ts';

/** An id in the table of published models, which is not part of the page's first script. */
const id = 'progan-128';

/** A quiet line on a first visit which says that real faces are one click away. Once dismissed, it never comes back. */
export function RealFaces() {
  const run = useRun();
  const t = useMessages(pageMessages);
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
        {t.realFaces({
          model: (
            <button type="button" className="link" onClick={() => run(showPanel, 'models')}>
              ProGAN CelebA 128
            </button>
          ),
        })}
      </span>
      <button
        type="button"
        className="icon-btn"
        aria-label={t.hideRealFaces}
        onClick={() => run(hideRealFaces)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </p>
  );
}
