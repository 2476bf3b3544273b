import { useState } from 'react';
import type { Command } from '../../commands/command.ts';
import { useRun } from '../../commands/hooks.ts';
import { noiseLoop, randomLoop } from '../../commands/journey/pathLoops.ts';
import { useSelect } from '../../store/hooks.ts';
import type { SliderProps } from '../parts/fields/Slider.tsx';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { Section } from '../parts/Section.tsx';

/** Whole paths at one press, in place of the one that is there. */
export function ReadyMade() {
  return (
    <Section title="Ready-made" hint="In place of the path above; undo brings it back.">
      <Loop
        command={randomLoop}
        first={6}
        label="Faces of the random loop"
        min={2}
        max={16}
        fine={1}
        coarse={4}
        output={(faces) => `${faces} faces`}
        spoken={(faces) => `${faces} faces`}
      />
      <Loop
        command={noiseLoop}
        first={30}
        label="Width of the noise loop"
        min={5}
        max={90}
        fine={1}
        coarse={10}
        output={(angle) => `${angle}°`}
        spoken={(angle) => `${angle} degrees from the present face`}
      />
    </Section>
  );
}

/** A button for a command, with a slider for the whole number that it takes. */
function Loop({
  command,
  first,
  output,
  spoken,
  ...slider
}: {
  command: Command<[amount: number]>;
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
          {command.name}
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
