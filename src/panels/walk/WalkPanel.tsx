import { useEffect, useMemo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import {
  completeWalk,
  setLoop,
  setMethod,
  setPosition,
  setWalkSeconds,
} from '../../commands/journey/walk.ts';
import { walkLatents, walkPositions } from '../../latent/curve/walk.ts';
import { useSelect, useSelectShallow, useZscapeStore } from '../../store/hooks.ts';
import { spaceOf } from '../../store/select/space.ts';
import { walkEnds } from '../../store/select/walkFace.ts';
import { choices } from '../parts/fields/choices.ts';
import { Slider } from '../parts/fields/Slider.tsx';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { StateChoice } from '../parts/fields/StateChoice.tsx';
import { PlayButton } from '../parts/PlayButton.tsx';
import { usePictures } from '../parts/pictures/usePictures.ts';
import { Section } from '../parts/Section.tsx';
import { ChangeCurve } from './ChangeCurve.tsx';
import { Filmstrip } from './Filmstrip.tsx';
import { WalkEnds } from './WalkEnds.tsx';
import './walk.css';

const pictureSize = 64;

const methods = choices({ slerp: 'Slerp', lerp: 'Lerp' });
const loops = choices({ 'there-and-back': 'There and back', loop: 'Again', once: 'Once' });

/**
 * A walk between two faces: its position, playing it, a strip in equal increments, and how much the picture changes
 * at each.
 */
export default function WalkPanel() {
  const run = useRun();
  const store = useZscapeStore();
  const model = useSelect((state) => state.model);
  const hasFace = useSelect((state) => state.face !== null);
  const ends = useSelectShallow(walkEnds);
  const method = useSelect((state) => state.walk.method);
  useEffect(() => {
    if (model && hasFace && !ends) run(completeWalk);
  }, [run, model, hasFace, ends]);
  const { a, b } = ends ?? {};
  const zs = useMemo(() => {
    if (!model || !a || !b) return [];
    const steps = stepsFor(store.getState().engine?.ms ?? 0);
    return walkLatents(a.z, b.z, method, walkPositions(steps + 1, { thereAndBack: false }), spaceOf(model));
  }, [store, model, a, b, method]);
  const pictures = usePictures(zs, pictureSize);
  const shown = useMemo(() => (zs.length === pictures.length ? pictures : []), [zs, pictures]);
  return (
    <>
      <Section title="Walk between two faces">
        <WalkEnds pictureA={shown[0]} pictureB={shown.at(-1)}>
          <Position />
        </WalkEnds>
        <Filmstrip pictures={shown} count={zs.length} />
        <ChangeCurve pictures={shown} count={zs.length} />
        <Speed />
      </Section>
      <Section title="How" hint={methodHint(method, model?.latent.normalised ?? false)}>
        <StateChoice
          label="Interpolation"
          options={methods}
          read={({ walk }) => walk.method}
          command={setMethod}
        />
        <StateChoice label="Loop" options={loops} read={({ walk }) => walk.loop} command={setLoop} />
      </Section>
    </>
  );
}

/** Only this part of the panel is rendered again with each frame that plays. */
function Position() {
  const run = useRun();
  const position = useSelect((state) => state.walk.position);
  const percent = Math.round(position * 100);
  return (
    <>
      <Slider
        label="Position"
        look="walk"
        value={position}
        min={0}
        max={1}
        fine={0.01}
        coarse={0.1}
        valueText={`${percent} % of the way from A to B`}
        onChange={(next) => run(setPosition, next)}
      />
      <output className="tab-nums">{percent} %</output>
    </>
  );
}

function Speed() {
  const run = useRun();
  const seconds = useSelect((state) => state.walk.seconds);
  return (
    <SliderRow
      className="walk-play"
      lead={<PlayButton what="walk" />}
      label="Seconds from A to B"
      value={seconds}
      min={0.5}
      max={10}
      fine={0.1}
      coarse={1}
      valueText={`${seconds.toFixed(1)} seconds`}
      output={`${seconds.toFixed(1)} s`}
      onChange={(next) => run(setWalkSeconds, next)}
    />
  );
}

function methodHint(method: 'slerp' | 'lerp', normalised: boolean): string {
  if (method === 'slerp') {
    return 'Slerp goes along the sphere in equal angles: the way stays where the model was trained.';
  }
  return normalised
    ? 'Lerp goes straight; this network then scales z back to the sphere, so it hurries through the middle.'
    : 'Lerp goes straight through the space, with shorter vectors in the middle.';
}

/** As many steps as the present backend renders in about a second; always a multiple of the filmstrip's 8. */
function stepsFor(msPerFrame: number): number {
  if (msPerFrame < 40) return 32;
  return msPerFrame < 120 ? 16 : 8;
}
