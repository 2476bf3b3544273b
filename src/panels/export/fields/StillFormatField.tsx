import { useRun } from '../../../commands/hooks.ts';
import { changeFilm } from '../../../commands/work/films.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { Choice } from '../../parts/fields/Choice.tsx';
import { choices } from '../../parts/fields/choices.ts';
import { exportMessages } from '../messages.ts';

/** The formats of one picture. */
export function StillFormatField() {
  const run = useRun();
  const t = useMessages(exportMessages);
  const chosen = useSelect(({ film }) => film.still);
  return (
    <Choice
      label={t.format}
      value={chosen}
      options={choices({ png: 'PNG', webp: 'WebP', jpeg: 'JPEG' })}
      onChange={(still) => run(changeFilm, { still })}
    />
  );
}
