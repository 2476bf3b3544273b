import { randomiseSome, setRandomShare } from '../../commands/face/editDimensions.ts';
import { useRun } from '../../commands/hooks.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { latentSize } from '../../store/select/faces.ts';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { Shuffle } from '../parts/icons.tsx';
import { sampleMessages } from './messages.ts';

/** Draws a share of the dimensions anew. */
export function Randomise() {
  const run = useRun();
  const t = useMessages(sampleMessages);
  const size = useSelect(latentSize);
  const hasFace = useSelect((state) => state.face !== null);
  const share = useSelect((state) => state.randomShare);
  const words = t.someOf({ some: Math.max(1, Math.round(share * size)), all: size });
  return (
    <SliderRow
      className="sample-randomise"
      lead={
        <button type="button" className="btn small" disabled={!hasFace} onClick={() => run(randomiseSome)}>
          <Shuffle size={14} aria-hidden="true" /> {t.randomise}
        </button>
      }
      label={t.randomShare}
      value={share}
      min={0.01}
      max={1}
      fine={0.01}
      coarse={0.1}
      valueText={words}
      output={words}
      onChange={(next) => run(setRandomShare, next)}
    />
  );
}
