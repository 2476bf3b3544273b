import { useId } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { changeFilm } from '../../../commands/work/films.ts';
import { formatBytes } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import type { FilmChoices } from '../../../store/state/film.ts';
import { CheckLine } from '../../parts/fields/CheckLine.tsx';
import { Choice } from '../../parts/fields/Choice.tsx';
import { choices } from '../../parts/fields/choices.ts';
import { exportMessages } from '../messages.ts';
import './fields.css';

/** Common size limits of social networks and chats, in bytes. */
const limits = [256_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000];

/** Settings that only a GIF has: its colours and its largest size. */
export function GifFields() {
  const run = useRun();
  const t = useMessages(exportMessages);
  const id = useId();
  const gif = useSelect(({ film }) => film.gif);
  const change = (next: Partial<FilmChoices['gif']>) => run(changeFilm, { gif: { ...gif, ...next } });
  return (
    <>
      <Choice
        label={t.colours}
        value={gif.palette}
        options={choices({ global: t.colourGlobal, 'per-frame': t.colourFrames })}
        onChange={(palette) => change({ palette })}
      />
      <CheckLine
        label={t.grain}
        checked={gif.dither === 'blue-noise'}
        onChange={(grain) => change({ dither: grain ? 'blue-noise' : 'none' })}
      />
      <div className="film-line">
        <label htmlFor={id}>{t.under}</label>
        <select
          id={id}
          value={gif.mostBytes ?? 0}
          onChange={(event) => change({ mostBytes: Number(event.currentTarget.value) || null })}
        >
          <option value={0}>{t.underFree}</option>
          {limits.map((bytes) => (
            <option key={bytes} value={bytes}>
              {t.underBytes({ size: formatBytes(bytes) })}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
