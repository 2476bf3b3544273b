import { memo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { setPosition } from '../../commands/journey/walk.ts';
import { useSelect } from '../../store/hooks.ts';
import { Picture } from '../parts/pictures/Picture.tsx';

const increments = 8;

/** Nine pictures in equal increments from A to B; a click goes there. */
export const Filmstrip = memo(function Filmstrip({
  pictures,
  count,
}: {
  pictures: readonly (ImageBitmap | undefined)[];
  /** How many pictures there will be. */
  count: number;
}) {
  const run = useRun();
  const nearest = useSelect(({ walk }) => Math.round(walk.position * increments));
  const stride = Math.max(1, (count - 1) / increments);
  return (
    <div className="filmstrip">
      {Array.from({ length: increments + 1 }, (_, index) => {
        const at = index / increments;
        return (
          <button
            key={at}
            type="button"
            className={index === nearest ? 'on' : ''}
            aria-label={`Go to ${Math.round(at * 100)} %`}
            onClick={() => run(setPosition, at)}
          >
            <Picture image={pictures[index * stride]} />
          </button>
        );
      })}
    </div>
  );
});
