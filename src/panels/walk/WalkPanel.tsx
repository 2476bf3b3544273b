import { Pause, Play } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import {
  completeWalk,
  setLoop,
  setMethod,
  setPosition,
  setWalkSeconds,
  togglePlay,
} from '../../commands/journey/walk.ts';
import { walkLatents, walkPositions } from '../../latent/curve/walk.ts';
import { useSelect, useSelectShallow, useZscapeStore } from '../../store/hooks.ts';
import { walkEnds } from '../../store/select/walkFace.ts';
import { Choice } from '../parts/Choice.tsx';
import { Key } from '../parts/Key.tsx';
import { Section } from '../parts/Section.tsx';
import { Slider } from '../parts/Slider.tsx';
import { usePictures } from '../parts/usePictures.ts';
import { ChangeCurve } from './ChangeCurve.tsx';
import { Filmstrip } from './Filmstrip.tsx';
import { WalkEnds } from './WalkEnds.tsx';
import './walk.css';

const pictureSize = 64;

/** Between two faces: position, play, a strip of equal increments, and how much the picture changes at each. */
export default function WalkPanel() {
  const run = useRun();
  const store = useZscapeStore();
  const model = useSelect((state) => state.model);
  const face = useSelect((state) => state.face !== null);
  const ends = useSelectShallow(walkEnds);
  const method = useSelect((state) => state.walk.method);
  const { position, loop, seconds } = useSelectShallow(({ walk }) => walk);
  const playing = useSelect((state) => state.playing === 'walk');
  useEffect(() => {
    if (model && face && !ends) run(completeWalk);
  }, [run, model, face, ends]);
  const { a, b } = ends ?? {};
  const zs = useMemo(() => {
    if (!model || !a || !b) return [];
    const steps = stepsFor(store.getState().engine?.ms ?? 0);
    return walkLatents(a.z, b.z, method, walkPositions(steps + 1, { thereAndBack: false }), model.latent);
  }, [store, model, a, b, method]);
  const pictures = usePictures(zs, pictureSize);
  const shown = zs.length === pictures.length ? pictures : [];
  return (
    <>
      <Section title="Walk between two faces">
        <WalkEnds pictureA={shown[0]} pictureB={shown.at(-1)}>
          <Slider
            label="Position"
            look="walk"
            value={position}
            min={0}
            max={1}
            fine={0.01}
            coarse={0.1}
            valueText={`${Math.round(position * 100)} % of the way from A to B`}
            onChange={(next) => run(setPosition, next)}
          />
          <output className="tab-nums">{Math.round(position * 100)} %</output>
        </WalkEnds>
        <Filmstrip
          pictures={shown}
          count={zs.length}
          position={position}
          onTake={(at) => run(setPosition, at)}
        />
        <ChangeCurve pictures={shown} count={zs.length} position={position} />
        <div className="walk-play">
          <button
            type="button"
            className="btn primary"
            aria-pressed={playing}
            onClick={() => run(togglePlay)}
          >
            {playing ? <Pause size={15} aria-hidden="true" /> : <Play size={15} aria-hidden="true" />}
            Play<Key>K</Key>
          </button>
          <Slider
            label="Seconds from A to B"
            value={seconds}
            min={0.5}
            max={10}
            fine={0.1}
            coarse={1}
            valueText={`${seconds.toFixed(1)} seconds`}
            onChange={(next) => run(setWalkSeconds, next)}
          />
          <output className="tab-nums">{seconds.toFixed(1)} s</output>
        </div>
      </Section>
      <Section
        title="How"
        hint={
          method === 'slerp'
            ? 'Slerp goes along the sphere in equal angles: the way stays where the model was trained.'
            : model?.latent.normalised
              ? 'Lerp goes straight; this network then scales z back to the sphere, so it hurries through the middle.'
              : 'Lerp goes straight through the space, with shorter vectors in the middle.'
        }
      >
        <Choice
          label="Interpolation"
          value={method}
          options={[
            { value: 'slerp', label: 'Slerp' },
            { value: 'lerp', label: 'Lerp' },
          ]}
          onChange={(next) => run(setMethod, next)}
        />
        <Choice
          label="Loop"
          value={loop}
          options={[
            { value: 'there-and-back', label: 'There and back' },
            { value: 'loop', label: 'Again' },
            { value: 'once', label: 'Once' },
          ]}
          onChange={(next) => run(setLoop, next)}
        />
      </Section>
    </>
  );
}

/** As many steps as the present backend renders in about a second; always a multiple of the filmstrip's 8. */
function stepsFor(msPerFrame: number): number {
  if (msPerFrame < 40) return 32;
  return msPerFrame < 120 ? 16 : 8;
}
