import { useState } from 'react';
import type { Command } from '../../commands/command.ts';
import { useRun } from '../../commands/hooks.ts';
import { noiseLoop, randomLoop } from '../../commands/journey/pathLoops.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import type { SliderProps } from '../parts/fields/Slider.tsx';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { Section } from '../parts/Section.tsx';
import { pathMessages } from './messages.ts';

/** Ready-made paths that replace the current one at a press. */
export function ReadyMade() {
  const t = useMessages(pathMessages);
  return (
    <Section title={t.ready} hint={t.readyHint}>
      <Loop
        command={randomLoop}
        name={t.random}
        first={6}
        label={t.randomFaces}
        min={2}
        max={16}
        fine={1}
        coarse={4}
        output={t.randomOutput}
        spoken={t.randomOutput}
      />
      <Loop
        command={noiseLoop}
        name={t.noise}
        first={30}
        label={t.noiseWidth}
        min={5}
        max={90}
        fine={1}
        coarse={10}
        output={(degrees) => t.noiseOutput({ degrees })}
        spoken={t.noiseSpoken}
      />
    </Section>
  );
}

/** A button for a command, with a slider for the whole number that it takes. */
function Loop({
  command,
  name,
  first,
  output,
  spoken,
  ...slider
}: {
  command: Command<[amount: number]>;
  name: string;
  first: number;
  output: (amount: number) => string;
  spoken: (amount: number) => string;
} & Pick<SliderProps, 'label' | 'min' | 'max' | 'fine' | 'coarse'>) {
  const run = useRun();
  const ready = useSelect((state) => state.face !== null);
  const [amount, setAmount] = useState(first);
  return (
    <SliderRow
      className="path-row ready"
      lead={
        <button type="button" className="btn small" disabled={!ready} onClick={() => run(command, amount)}>
          {name}
        </button>
      }
      {...slider}
      value={amount}
      valueText={spoken(amount)}
      output={output(amount)}
      onChange={(next) => setAmount(Math.round(next))}
    />
  );
}
