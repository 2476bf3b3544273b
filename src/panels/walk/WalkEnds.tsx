import type { ReactNode } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { type EndName, setA, setB, swapEnds } from '../../commands/journey/walk.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { PinSelect } from '../parts/fields/PinSelect.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { ArrowLeftRight } from '../parts/icons.tsx';
import { Picture } from '../parts/pictures/Picture.tsx';
import { walkMessages } from './messages.ts';

/** A and B, each the current face or a pinned one, and what lies between them. */
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
  const t = useMessages(walkMessages);
  return (
    <div className="walk-ends">
      <End which="a" picture={pictureA} />
      <div className="walk-between">
        {children}
        <IconButton label={t.swap} title={t.swap} Icon={ArrowLeftRight} onClick={() => run(swapEnds)} />
      </div>
      <End which="b" picture={pictureB} />
    </div>
  );
}

function End({ which, picture }: { which: EndName; picture: ImageBitmap | undefined }) {
  const run = useRun();
  const name = useSelect(({ walk }) => walk[which]?.name);
  const set = which === 'a' ? setA : setB;
  const t = useMessages(walkMessages);
  const letter = which.toUpperCase();
  return (
    <div className={`walk-end ${which}`}>
      <span className="walk-face">
        <Picture image={picture} />
        <b aria-hidden="true">{letter}</b>
      </span>
      <span className="walk-name" title={name}>
        {name ?? t.notSet}
      </span>
      <button type="button" className="btn small" title={t.setTitle} onClick={() => run(set)}>
        {which === 'a' ? t.setA : t.setB}
      </button>
      <PinSelect label={which === 'a' ? t.aFromPin : t.bFromPin} onChoose={(pin) => run(set, pin)}>
        <option value="">{t.pins}</option>
      </PinSelect>
    </div>
  );
}
