import { useRun } from '../../../commands/hooks.ts';
import { changeFilm, setFilmFps } from '../../../commands/work/films.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { exportMessages } from '../messages.ts';
import { isSet, presets } from './presets.ts';
import type { FormatHere } from './useFormats.ts';
import './fields.css';

/** Presets for the places where films go, limited to formats that this browser can write. */
export function Presets({ formats }: { formats: readonly FormatHere[] | null }) {
  const run = useRun();
  const t = useMessages(exportMessages);
  const film = useSelect((state) => state.film);
  const possible = presets.filter(({ change }) =>
    formats?.some(({ format, possible }) => format === change.format && possible),
  );
  return (
    <fieldset className="film-presets" aria-label={t.presets}>
      {possible.map(({ name, change }) => (
        <button
          key={name}
          type="button"
          className="btn small"
          aria-pressed={isSet(film, change)}
          onClick={() => {
            run(changeFilm, change);
            // A path has a rate of its own.
            if (change.fps) run(setFilmFps, change.fps);
          }}
        >
          {t[name]}
        </button>
      ))}
    </fieldset>
  );
}
