import type { ReactNode } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { type EndName, setA, setB, swapEnds } from '../../commands/journey/walk.ts';
import { useSelect } from '../../store/hooks.ts';
import { PinSelect } from '../parts/fields/PinSelect.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { ArrowLeftRight } from '../parts/icons.tsx';
import { Picture } from '../parts/pictures/Picture.tsx';

/** A and B, each the present face or a kept one, and what lies between them. */
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
  return (
    <div className="ends">
      <End which="a" picture={pictureA} />
      <div className="ends-between">
        {children}
        <IconButton label="Swap A and B" Icon={ArrowLeftRight} onClick={() => run(swapEnds)} />
      </div>
      <End which="b" picture={pictureB} />
    </div>
  );
}

function End({ which, picture }: { which: EndName; picture: ImageBitmap | undefined }) {
  const run = useRun();
  const name = useSelect(({ walk }) => walk[which]?.name);
  const set = which === 'a' ? setA : setB;
  const letter = which.toUpperCase();
  return (
    <div className={`end ${which}`}>
      <span className="end-face">
        <Picture image={picture} />
        <b aria-hidden="true">{letter}</b>
      </span>
      <span className="end-name" title={name}>
        {name ?? 'not set'}
      </span>
      <button type="button" className="btn small" title="Use the present face" onClick={() => run(set)}>
        Set {letter}
      </button>
      <PinSelect label={`${letter} from a kept face`} onChoose={(pin) => run(set, pin)}>
        <option value="">Kept…</option>
      </PinSelect>
    </div>
  );
}
