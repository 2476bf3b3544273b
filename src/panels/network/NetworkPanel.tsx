import { useRun } from '../../commands/hooks.ts';
import { restoreNetwork } from '../../commands/network/changes.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { changesCount } from '../../store/select/network/network.ts';
import { LessonsButton } from '../lessons/LessonsButton.tsx';
import { laterPart } from '../parts/later/LaterPart.tsx';
import { FoldedSection } from './FoldedSection.tsx';
import { networkMessages } from './messages.ts';
import './network.css';

/** The parts of the panel, in the order of the paper. Each is fetched on its own. */
const parts = [
  { name: 'growth', part: laterPart(() => import('./growth/GrowthSection.tsx')) },
  { name: 'layers', part: laterPart(() => import('./layers/LayersSection.tsx')) },
  { name: 'maps', part: laterPart(() => import('./maps/MapsSection.tsx')) },
  { name: 'norm', part: laterPart(() => import('./norm/NormSection.tsx')) },
  { name: 'rate', part: laterPart(() => import('./rate/RateSection.tsx')) },
  { name: 'variety', part: laterPart(() => import('./variety/VarietySection.tsx')) },
  { name: 'measure', part: laterPart(() => import('./measure/MeasureSection.tsx')) },
] as const;

/** The network of the current model: its growth, its layers and maps, and the ideas of the paper as controls. */
export default function NetworkPanel() {
  const t = useMessages(networkMessages);
  return (
    <div className="network-parts">
      <div className="network-top">
        <LessonsButton />
      </div>
      <Changes />
      {parts.map(({ name, part }) => (
        <FoldedSection key={name} name={name} title={t[name]} part={part} />
      ))}
    </div>
  );
}

/** Says that all pictures come from a changed network, and offers to restore it. */
function Changes() {
  const run = useRun();
  const t = useMessages(networkMessages);
  const changes = useSelect(changesCount);
  if (changes === 0) return null;
  return (
    <p className="network-changes">
      <span>{t.changes(changes)}</span>
      <button type="button" className="btn small" onClick={() => run(restoreNetwork)}>
        {t.restore}
      </button>
    </p>
  );
}
