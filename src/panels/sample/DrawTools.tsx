import { setSpread } from '../../commands/face/draw.ts';
import { useRun } from '../../commands/hooks.ts';
import { formatNumber } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { canSpread, spreadLimits, usualSpread } from '../../store/select/space.ts';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { Reset } from '../parts/icons.tsx';
import { Section } from '../parts/Section.tsx';
import { ClassSelect } from './ClassSelect.tsx';
import { sampleMessages } from './messages.ts';

/** The settings, apart from the seed, that faces are drawn with, for models where they make a difference. */
export function DrawTools() {
  const t = useMessages(sampleMessages);
  const hasClasses = useSelect(({ model }) => model?.classes !== undefined);
  const spreads = useSelect(({ model }) => model !== null && canSpread(model));
  if (!hasClasses && !spreads) return null;
  return (
    <Section title={t.drawing}>
      {hasClasses && <ClassSelect />}
      {spreads && <Spread />}
    </Section>
  );
}

function Spread() {
  const run = useRun();
  const t = useMessages(sampleMessages);
  const spread = useSelect((state) => state.spread);
  const usual = useSelect(({ model }) => (model ? usualSpread(model) : 1));
  const words = formatNumber(spread, 2, true);
  return (
    <SliderRow
      className="sample-spread"
      lead={
        <span className="sample-spread-name" title={t.spreadHint}>
          {t.spread}
        </span>
      }
      label={t.spread}
      value={spread}
      min={spreadLimits.lowest}
      max={spreadLimits.highest}
      fine={0.05}
      coarse={0.25}
      valueText={spread === usual ? t.spreadUsual({ value: words }) : words}
      output={words}
      onChange={(next) => run(setSpread, next)}
      trail={
        <IconButton
          label={t.usualSpread}
          title={t.backTo({ value: formatNumber(usual, 2, true) })}
          Icon={Reset}
          size={13}
          style={{ visibility: spread === usual ? 'hidden' : 'visible' }}
          onClick={() => run(setSpread, usual)}
        />
      }
    />
  );
}
