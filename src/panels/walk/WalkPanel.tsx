import { useEffect, useMemo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import {
  completeWalk,
  setLoop,
  setMethod,
  setPosition,
  setWalkSeconds,
} from '../../commands/journey/walk.ts';
import { formatPercent, formatSeconds } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { walkPositions } from '../../latent/curve/walk.ts';
import { wayBetween } from '../../latent/vector/interpolate.ts';
import { useSelect, useSelectShallow } from '../../store/hooks.ts';
import { walkEnds } from '../../store/select/journey/walkFace.ts';
import { spaceOf } from '../../store/select/space.ts';
import { choices } from '../parts/fields/choices.ts';
import { Slider } from '../parts/fields/Slider.tsx';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { StateChoice } from '../parts/fields/StateChoice.tsx';
import { PlayButton } from '../parts/pace/PlayButton.tsx';
import { usePictures } from '../parts/pictures/usePictures.ts';
import { Section } from '../parts/Section.tsx';
import { Filmstrip, filmPictures } from './Filmstrip.tsx';
import { walkMessages } from './messages.ts';
import { WalkEnds } from './WalkEnds.tsx';
import { WalkPace } from './WalkPace.tsx';
import './walk.css';

const pictureSize = 64;

/**
 * A walk between two faces: its position, playing it, a strip in equal increments, and how much the picture changes
 * over its time.
 */
export default function WalkPanel() {
  const run = useRun();
  const t = useMessages(walkMessages);
  const model = useSelect((state) => state.model);
  const hasFace = useSelect((state) => state.face !== null);
  const ends = useSelectShallow(walkEnds);
  const method = useSelect((state) => state.walk.method);
  useEffect(() => {
    if (model && hasFace && !ends) run(completeWalk);
  }, [run, model, hasFace, ends]);
  const { a, b } = ends ?? {};
  const way = useMemo(
    () => (model && a && b ? wayBetween(method, a.z, b.z, spaceOf(model)) : null),
    [model, a, b, method],
  );
  const zs = useMemo(() => (way ? walkPositions(filmPictures, { thereAndBack: false }).map(way) : []), [way]);
  const pictures = usePictures(zs, pictureSize);
  const shown = useMemo(() => (zs.length === pictures.length ? pictures : []), [zs, pictures]);
  const lerpHint = model?.latent.normalised ? t.lerpHintNormalised : t.lerpHint;
  return (
    <>
      <Section title={t.title}>
        <WalkEnds pictureA={shown[0]} pictureB={shown.at(-1)}>
          <Position />
        </WalkEnds>
        <Filmstrip pictures={shown} />
        <Speed />
        <WalkPace way={way} />
      </Section>
      <Section title={t.how} hint={method === 'slerp' ? t.slerpHint : lerpHint}>
        <div data-try="method">
          <StateChoice
            label={t.method}
            options={choices({ slerp: t.slerp, lerp: t.lerp })}
            read={({ walk }) => walk.method}
            command={setMethod}
          />
        </div>
        <StateChoice
          label={t.repeat}
          options={choices({ once: t.once, loop: t.loop, 'there-and-back': t.thereAndBack })}
          read={({ walk }) => walk.loop}
          command={setLoop}
        />
      </Section>
    </>
  );
}

/** Only this part of the panel is rendered again with each frame that plays. */
function Position() {
  const run = useRun();
  const t = useMessages(walkMessages);
  const position = useSelect((state) => state.walk.position);
  const percent = formatPercent(position);
  return (
    <>
      <Slider
        label={t.position}
        look="walk"
        data-try="position"
        value={position}
        min={0}
        max={1}
        fine={0.01}
        coarse={0.1}
        valueText={t.positionSpoken({ percent })}
        onChange={(next) => run(setPosition, next)}
      />
      <output className="slider-value tab-nums">{percent}</output>
    </>
  );
}

function Speed() {
  const run = useRun();
  const t = useMessages(walkMessages);
  const value = useSelect((state) => state.walk.seconds);
  const seconds = formatSeconds(value, 1);
  return (
    <SliderRow
      className="walk-play"
      lead={<PlayButton what="walk" />}
      label={t.seconds}
      value={value}
      min={0.5}
      max={10}
      fine={0.1}
      coarse={1}
      valueText={t.secondsSpoken({ seconds })}
      output={seconds}
      onChange={(next) => run(setWalkSeconds, next)}
    />
  );
}
