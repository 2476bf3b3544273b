import { useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { noiseLoop, randomLoop } from '../../commands/journey/pathLoops.ts';
import { useSelect } from '../../store/hooks.ts';
import { Section } from '../parts/Section.tsx';
import { Slider } from '../parts/Slider.tsx';

/** Whole paths at one press, in place of the one that is there. */
export function ReadyMade() {
  const run = useRun();
  const ready = useSelect((state) => state.face !== null);
  const [faces, setFaces] = useState(6);
  const [angle, setAngle] = useState(30);
  return (
    <Section title="Ready-made" hint="In place of the path above; undo brings it back.">
      <div className="path-row ready">
        <button type="button" className="btn small" disabled={!ready} onClick={() => run(randomLoop, faces)}>
          Random loop
        </button>
        <Slider
          label="Faces of the random loop"
          value={faces}
          min={2}
          max={16}
          fine={1}
          coarse={4}
          valueText={`${faces} faces`}
          onChange={(next) => setFaces(Math.round(next))}
        />
        <output className="tab-nums">{faces} faces</output>
      </div>
      <div className="path-row ready">
        <button type="button" className="btn small" disabled={!ready} onClick={() => run(noiseLoop, angle)}>
          Noise loop
        </button>
        <Slider
          label="Width of the noise loop"
          value={angle}
          min={5}
          max={90}
          fine={1}
          coarse={10}
          valueText={`${angle} degrees from the present face`}
          onChange={(next) => setAngle(Math.round(next))}
        />
        <output className="tab-nums">{angle}°</output>
      </div>
    </Section>
  );
}
