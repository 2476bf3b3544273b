import { useId } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { changeFilm } from '../../../commands/work/films.ts';
import { formatPercent } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { CheckLine } from '../../parts/fields/CheckLine.tsx';
import { Choice } from '../../parts/fields/Choice.tsx';
import { choices } from '../../parts/fields/choices.ts';
import { Slider } from '../../parts/fields/Slider.tsx';
import { exportMessages } from '../messages.ts';
import { GifFields } from './GifFields.tsx';
import './fields.css';

/** Lossy formats, and formats with transparency, of films and stills. */
const lossy: readonly string[] = ['mp4', 'webm', 'webp', 'jpeg'];
const opaque: readonly string[] = ['mp4', 'webm', 'gif', 'jpeg'];

/** How frames look and what else is in the file, limited to what applies to the format. */
export function LookFields({ isStill }: { isStill: boolean }) {
  const run = useRun();
  const t = useMessages(exportMessages);
  const film = useSelect((state) => state.film);
  const seeThroughModel = useSelect(({ model }) => model?.image.channels === 4);
  const format = isStill ? film.still : film.format;
  const frames = film.size === 'story';
  const canSeeThrough = (seeThroughModel || frames) && !opaque.includes(format);
  const hasBackground = (seeThroughModel || frames) && !(canSeeThrough && film.seeThrough);
  return (
    <details className="film-more">
      <summary>{t.more}</summary>
      <Choice
        label={t.scaling}
        value={film.scaling}
        options={choices({ smooth: t.smooth, crisp: t.crisp, lanczos: t.lanczos })}
        onChange={(scaling) => run(changeFilm, { scaling })}
      />
      {lossy.includes(format) && <QualityField />}
      {format === 'gif' && <GifFields />}
      {hasBackground && <BackgroundField />}
      {canSeeThrough && (
        <CheckLine
          label={t.seeThrough}
          checked={film.seeThrough}
          onChange={(seeThrough) => run(changeFilm, { seeThrough })}
        />
      )}
      <CheckLine
        label={t.caption}
        checked={film.caption}
        onChange={(caption) => run(changeFilm, { caption })}
      />
    </details>
  );
}

function QualityField() {
  const run = useRun();
  const t = useMessages(exportMessages);
  const quality = useSelect(({ film }) => film.quality);
  const text = formatPercent(quality);
  return (
    <div className="film-line">
      <span>{t.quality}</span>
      <Slider
        label={t.quality}
        value={quality}
        min={0.1}
        max={1}
        fine={0.05}
        coarse={0.2}
        valueText={text}
        onChange={(next) => run(changeFilm, { quality: Math.round(next * 100) / 100 })}
      />
      <output className="tab-nums">{text}</output>
    </div>
  );
}

function BackgroundField() {
  const run = useRun();
  const t = useMessages(exportMessages);
  const id = useId();
  const background = useSelect(({ film }) => film.background);
  return (
    <div className="film-line">
      <label htmlFor={id}>{t.background}</label>
      <input
        id={id}
        type="color"
        value={background}
        onChange={(event) => run(changeFilm, { background: event.currentTarget.value })}
      />
    </div>
  );
}

/** Whether the file says how it was made. */
export function RecipeField() {
  const run = useRun();
  const t = useMessages(exportMessages);
  const recipe = useSelect(({ film }) => film.recipe);
  return (
    <div className="film-recipe" title={t.recipeHint}>
      <CheckLine label={t.recipe} checked={recipe} onChange={(next) => run(changeFilm, { recipe: next })} />
    </div>
  );
}
