import { Picture } from '../parts/Picture.tsx';

const increments = 8;

/** Nine pictures in equal increments from A to B; a click goes there. */
export function Filmstrip({
  pictures,
  count,
  position,
  onTake,
}: {
  pictures: readonly (ImageBitmap | undefined)[];
  /** How many pictures there will be. */
  count: number;
  position: number;
  onTake: (position: number) => void;
}) {
  const stride = Math.max(1, (count - 1) / increments);
  const nearest = Math.round(position * increments);
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
            onClick={() => onTake(at)}
          >
            <Picture image={pictures[index * stride]} />
          </button>
        );
      })}
    </div>
  );
}
