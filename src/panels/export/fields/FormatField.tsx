import { useRun } from '../../../commands/hooks.ts';
import { changeFilm } from '../../../commands/work/films.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { Choice } from '../../parts/fields/Choice.tsx';
import { exportMessages } from '../messages.ts';
import { useFormatNames } from './useFormatNames.ts';
import { type FormatHere, nextBest } from './useFormats.ts';
import './fields.css';

/** The available formats, with a sentence if this browser cannot fully support the chosen one. */
export function FormatField({ formats }: { formats: readonly FormatHere[] | null }) {
  const run = useRun();
  const t = useMessages(exportMessages);
  const name = useFormatNames();
  const chosen = useSelect(({ film }) => film.format);
  const names = formats?.map(({ format }) => format) ?? [chosen];
  const options = names.map((value) => ({ value, label: name[value] }));
  return (
    <>
      <Choice
        label={t.format}
        value={chosen}
        options={options}
        onChange={(format) => run(changeFilm, { format })}
      />
      {formats && <FormatNote formats={formats} />}
    </>
  );
}

function FormatNote({ formats }: { formats: readonly FormatHere[] }) {
  const run = useRun();
  const t = useMessages(exportMessages);
  const name = useFormatNames();
  const chosen = useSelect(({ film }) => film.format);
  const here = formats.find(({ format }) => format === chosen);
  if (here?.possible) {
    const other = chosen === 'mp4' && here.codec !== null && here.codec !== 'H.264';
    return other ? <p className="hint">{t.otherCodec({ codec: here.codec ?? '' })}</p> : null;
  }
  const next = nextBest(chosen, formats);
  return (
    <div className="film-note" role="status">
      <span>{t.noEncoder({ format: name[chosen] })}</span>
      {next && (
        <button type="button" className="btn small" onClick={() => run(changeFilm, { format: next })}>
          {t.use({ format: name[next] })}
        </button>
      )}
    </div>
  );
}
