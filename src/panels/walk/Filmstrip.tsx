import { memo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { setPosition } from '../../commands/journey/walk.ts';
import { formatPercent } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { Picture } from '../parts/pictures/Picture.tsx';
import { walkMessages } from './messages.ts';

const increments = 8;
export const filmPictures = increments + 1;

/** Nine pictures in equal increments from A to B; a click goes there. */
export const Filmstrip = memo(function Filmstrip({
  pictures,
}: {
  pictures: readonly (ImageBitmap | undefined)[];
}) {
  const run = useRun();
  const t = useMessages(walkMessages);
  const nearest = useSelect(({ walk }) => Math.round(walk.position * increments));
  return (
    <div className="walk-film" data-try="film">
      {Array.from({ length: filmPictures }, (_, index) => {
        const at = index / increments;
        return (
          <button
            key={at}
            type="button"
            className={index === nearest ? 'on' : ''}
            aria-label={t.goTo({ percent: formatPercent(at) })}
            aria-current={index === nearest ? 'step' : undefined}
            onClick={() => run(setPosition, at)}
          >
            <Picture image={pictures[index]} />
          </button>
        );
      })}
    </div>
  );
});
