import { setSpread } from '../../commands/face/draw.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';
import { canSpread, spreadLimits, usualSpread } from '../../store/select/space.ts';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { Reset } from '../parts/icons.tsx';
import { Section } from '../parts/Section.tsx';
import { ClassSelect } from './ClassSelect.tsx';

/** What faces are drawn with besides their seeds, for the models to which it makes a difference. */
export function DrawTools() {
  const hasClasses = useSelect(({ model }) => model?.classes !== undefined);
  const spreads = useSelect(({ model }) => model !== null && canSpread(model));
  if (!hasClasses && !spreads) return null;
  return (
    <Section title="How faces are drawn">
      {hasClasses && <ClassSelect />}
      {spreads && <Spread />}
    </Section>
  );
}

function Spread() {
  const run = useRun();
  const spread = useSelect((state) => state.spread);
  const usual = useSelect(({ model }) => (model ? usualSpread(model) : 1));
  return (
    <SliderRow
      className="spread"
      lead={
        <span className="spread-name" title="How far random faces stray from the middle of latent space">
          Spread
        </span>
      }
      label="Spread"
      value={spread}
      min={spreadLimits.lowest}
      max={spreadLimits.highest}
      fine={0.05}
      coarse={0.25}
      valueText={spread === usual ? `${spread.toFixed(2)}, as usual` : spread.toFixed(2)}
      output={spread.toFixed(2)}
      onChange={(next) => run(setSpread, next)}
      trail={
        <IconButton
          label="Usual spread"
          title={`Back to ${usual.toFixed(2)}`}
          Icon={Reset}
          size={13}
          style={{ visibility: spread === usual ? 'hidden' : 'visible' }}
          onClick={() => run(setSpread, usual)}
        />
      }
    />
  );
}
