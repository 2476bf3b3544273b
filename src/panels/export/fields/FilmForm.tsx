import { useId } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import {
  changeFilm,
  setFilmEven,
  setFilmFps,
  setFilmFrames,
  setFilmLoop,
} from '../../../commands/work/films.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import type { FilmPlan } from '../../../store/select/film/filmPlan.ts';
import { sizesOf } from '../../../store/select/film/filmSize.ts';
import { type FilmSize, filmBounds } from '../../../store/state/film.ts';
import { Choice } from '../../parts/fields/Choice.tsx';
import { choices } from '../../parts/fields/choices.ts';
import { NumberField } from '../../parts/fields/NumberField.tsx';
import { StateChoice } from '../../parts/fields/StateChoice.tsx';
import { exportMessages } from '../messages.ts';
import './fields.css';

/** Frames, rate, repeat and pace. A walk and a path share theirs with their panels, so a change here is also a change there. */
export function FilmForm({ plan }: { plan: FilmPlan }) {
  const run = useRun();
  const t = useMessages(exportMessages);
  const source = plan.source;
  const isGif = useSelect(({ film }) => film.format === 'gif');
  const repeats = useSelect(({ path }) => source !== 'path' || !path.closed);
  const { frames, fps, gifFps } = filmBounds;
  return (
    <>
      <div className="film-numbers">
        <NumberField
          label={t.frames}
          value={plan.frames}
          min={frames.lowest}
          max={frames.highest}
          onChange={(next) => run(setFilmFrames, next)}
        />
        <NumberField
          label={t.fps}
          value={plan.fps}
          min={fps.lowest}
          max={isGif ? gifFps : fps.highest}
          onChange={(next) => run(setFilmFps, next)}
        />
      </div>
      {repeats && (
        <StateChoice
          label={t.repeat}
          options={choices({ once: t.once, loop: t.loop, 'there-and-back': t.thereAndBack })}
          read={({ path, walk, film }) =>
            source === 'walk' ? walk.loop : source === 'path' ? path.loop : film.loop
          }
          command={setFilmLoop}
        />
      )}
      {(source === 'walk' || source === 'path') && <PaceChoice source={source} />}
    </>
  );
}

function PaceChoice({ source }: { source: 'walk' | 'path' }) {
  const run = useRun();
  const t = useMessages(exportMessages);
  const even = useSelect((state) => state[source].even);
  return (
    <Choice
      label={t.pace}
      value={even ? 'constant' : 'even'}
      options={choices({ even: t.paceEven, constant: t.paceConstant })}
      onChange={(next) => run(setFilmEven, next === 'constant')}
    />
  );
}

/** The sizes that pictures of this model can have. */
export function SizeField({ isVideo }: { isVideo: boolean }) {
  const run = useRun();
  const t = useMessages(exportMessages);
  const id = useId();
  const size = useSelect(({ film }) => film.size);
  const image = useSelect(({ model }) => model?.image);
  if (!image) return null;
  const sizes = sizesOf(image, isVideo);
  const shown = sizes.some((one) => one.size === size) ? size : 'x1';
  const label = (of: FilmSize, { width, height }: { width: number; height: number }) => {
    if (of === 'story') return t.storySize({ width: String(width), height: String(height) });
    if (of.startsWith('x'))
      return t.times({ scale: of.slice(1), width: String(width), height: String(height) });
    return t.pixels({ width: String(width), height: String(height) });
  };
  return (
    <div className="film-line">
      <label htmlFor={id}>{t.size}</label>
      <select
        id={id}
        value={shown}
        onChange={(event) => run(changeFilm, { size: event.currentTarget.value as FilmSize })}
      >
        {sizes.map((one) => (
          <option key={one.size} value={one.size}>
            {label(one.size, one.pixels)}
          </option>
        ))}
      </select>
    </div>
  );
}
