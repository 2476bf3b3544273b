import { ChevronDown, Lock, LockOpen, RotateCcw } from 'lucide-react';
import { memo } from 'react';
import { clearAttribute, reach, setAttribute, toggleLock } from '../../commands/attributes/attributes.ts';
import type { Run } from '../../commands/hooks.ts';
import type { Attribute } from '../../store/state/state.ts';
import { Slider } from '../parts/Slider.tsx';
import { AttributeDetails } from './AttributeDetails.tsx';
import { signed } from './words.ts';

/** One attribute: its slider, its lock, and on a click on its name what it does. */
export const AttributeRow = memo(function AttributeRow({
  attribute,
  amount,
  locked,
  open,
  onOpen,
  run,
}: {
  attribute: Attribute;
  amount: number;
  locked: boolean;
  open: boolean;
  onOpen: (id: string | null) => void;
  run: Run;
}) {
  const { id, name } = attribute;
  const LockIcon = locked ? Lock : LockOpen;
  return (
    <div className={open ? 'attribute open' : 'attribute'}>
      <button
        type="button"
        className="attribute-name"
        aria-expanded={open}
        title={`What ${name} does`}
        onClick={() => onOpen(open ? null : id)}
      >
        <span>{name}</span>
        <ChevronDown size={12} aria-hidden="true" />
      </button>
      <Slider
        label={name}
        value={amount}
        min={-reach}
        max={reach}
        from={0}
        fine={0.1}
        coarse={1}
        valueText={`${signed(amount)} standard deviations`}
        onChange={(next) => run(setAttribute, id, next)}
      />
      <output className="tab-nums">{signed(amount)}</output>
      <button
        type="button"
        className="icon-btn"
        aria-label={`Clear ${name}`}
        title={`${name} back to where it was`}
        style={{ visibility: amount === 0 ? 'hidden' : 'visible' }}
        onClick={() => run(clearAttribute, id)}
      >
        <RotateCcw size={13} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={locked ? 'icon-btn lock on' : 'icon-btn lock'}
        aria-label={`Lock ${name}`}
        aria-pressed={locked}
        title={locked ? `The others leave ${name} alone` : `Hold ${name} while others move`}
        onClick={() => run(toggleLock, id)}
      >
        <LockIcon size={15} aria-hidden="true" />
      </button>
      {open && <AttributeDetails attribute={attribute} amount={amount} />}
    </div>
  );
});
