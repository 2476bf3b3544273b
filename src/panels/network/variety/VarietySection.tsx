import { useMessages } from '../../../language/useMessages.ts';
import { Idea } from '../Idea.tsx';
import { useSeen } from '../useSeen.ts';
import { Diversity } from './Diversity.tsx';
import { Minibatch } from './Minibatch.tsx';
import { varietyMessages } from './messages.ts';
import './variety.css';

/** Variety: the minibatch standard deviation, the effect of a collapse on it, and the diversity of the current model. */
export default function VarietySection() {
  const t = useMessages(varietyMessages);
  const [ref, seen] = useSeen<HTMLDivElement>();
  const [below, seenBelow] = useSeen<HTMLDivElement>();
  return (
    <>
      <Idea text={t.idea} formula="s = 1/(C·H·W) · Σ √(1/N · Σₙ (x − x̄)² + 10⁻⁸)" place={t.place} />
      <div ref={ref}>
        <Minibatch seen={seen} />
      </div>
      <div ref={below}>
        <Diversity seen={seenBelow} />
      </div>
    </>
  );
}
