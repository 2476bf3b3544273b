import { ArrowLeftRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { type EndName, setA, setB, swapEnds } from '../../commands/journey/walk.ts';
import { useSelect, useSelectShallow } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import type { WalkEnd } from '../../store/state/journeys.ts';
import { Picture } from '../parts/Picture.tsx';

/** A and B with what lies between them: each is the present face or a kept one. */
export function WalkEnds({
  pictureA,
  pictureB,
  children,
}: {
  pictureA: ImageBitmap | undefined;
  pictureB: ImageBitmap | undefined;
  children: ReactNode;
}) {
  const run = useRun();
  const a = useSelect((state) => state.walk.a);
  const b = useSelect((state) => state.walk.b);
  return (
    <div className="ends">
      <End which="a" end={a} picture={pictureA} />
      <div className="ends-between">
        {children}
        <button type="button" className="icon-btn" aria-label="Swap A and B" onClick={() => run(swapEnds)}>
          <ArrowLeftRight size={15} aria-hidden="true" />
        </button>
      </div>
      <End which="b" end={b} picture={pictureB} />
    </div>
  );
}

const present = 'present';

function End({
  which,
  end,
  picture,
}: {
  which: EndName;
  end: WalkEnd | null;
  picture: ImageBitmap | undefined;
}) {
  const run = useRun();
  const pins = useSelectShallow(pinsOfModel);
  const set = which === 'a' ? setA : setB;
  const letter = which.toUpperCase();
  return (
    <div className={`end ${which}`}>
      <span className="end-face">
        <Picture image={picture} />
        <b aria-hidden="true">{letter}</b>
      </span>
      <span className="end-name" title={end?.name}>
        {end?.name ?? 'not set'}
      </span>
      <button type="button" className="btn small" title="Use the present face" onClick={() => run(set)}>
        Set {letter}
      </button>
      {pins.length > 0 && (
        <select
          aria-label={`${letter} from a kept face`}
          value={present}
          onChange={(event) => {
            const pin = pins.find(({ id }) => id === event.currentTarget.value);
            if (pin) run(set, pin);
          }}
        >
          <option value={present}>Kept…</option>
          {pins.map((pin) => (
            <option key={pin.id} value={pin.id}>
              {pin.name}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
