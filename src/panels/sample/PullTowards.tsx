import { useState } from 'react';
import { pullTowardsPin } from '../../commands/face/pull.ts';
import { useRun } from '../../commands/hooks.ts';
import { formatPercent } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { PinSelect } from '../parts/fields/PinSelect.tsx';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { Thumbnail } from '../parts/pictures/Thumbnail.tsx';
import { Section } from '../parts/Section.tsx';
import { sampleMessages } from './messages.ts';

/**
 * A pull towards a pin. It replaces truncation, which does nothing in a model that only looks at the direction
 * of z.
 */
export function PullTowards() {
  const run = useRun();
  const t = useMessages(sampleMessages);
  const pins = useSelect(pinsOfModel);
  const pull = useSelect((state) => state.pull);
  const [chosen, setChosen] = useState('');
  const pin = pins.find(({ id }) => id === (pull?.pin ?? chosen)) ?? pins[0];
  if (!pin) {
    return (
      <Section title={t.pullTowards}>
        <p className="hint">{t.pullNone}</p>
      </Section>
    );
  }
  const amount = pull?.pin === pin.id ? pull.amount : 0;
  const percent = formatPercent(amount);
  return (
    <Section title={t.pullTowards}>
      <SliderRow
        className="sample-pull"
        lead={
          <>
            <Thumbnail src={pin.thumbnail} size={36} />
            <PinSelect label={t.pullTarget} value={pin.id} onChoose={({ id }) => setChosen(id)} />
          </>
        }
        label={t.pull}
        value={amount}
        min={0}
        max={1}
        fine={0.01}
        coarse={0.1}
        valueText={percent}
        output={percent}
        onChange={(next) => run(pullTowardsPin, pin.id, next)}
      />
    </Section>
  );
}
