import { memo } from 'react';
import { clearAttribute, setAttribute, toggleLock } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';
import { amountsOf } from '../../store/select/attributes.ts';
import type { Attribute } from '../../store/state/state.ts';
import { Slider } from '../parts/fields/Slider.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { ChevronDown, Lock, LockOpen, Reset } from '../parts/icons.tsx';
import { AttributeDetails } from './AttributeDetails.tsx';
import { amountInWords, reachOf, signed } from './words.ts';

/**
 * One attribute: its slider, its lock, and, after a click on its name, what it does. Each row reads its own amount,
 * so that a drag renders one row only.
 */
export const AttributeRow = memo(function AttributeRow({
  attribute,
  open,
  onOpen,
}: {
  attribute: Attribute;
  open: boolean;
  onOpen: (id: string | null) => void;
}) {
  const run = useRun();
  const { id, name, ends } = attribute;
  const reach = reachOf(attribute);
  const amount = useSelect((state) => amountsOf(state)[id] ?? 0);
  const locked = useSelect((state) => state.edit.locked.includes(id));
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
        valueText={amountInWords(amount, attribute)}
        onChange={(next) => run(setAttribute, id, next)}
      />
      <output className="tab-nums">{signed(amount)}</output>
      <IconButton
        label={`Clear ${name}`}
        title={`${name} back to where it was`}
        Icon={Reset}
        size={13}
        style={{ visibility: amount === 0 ? 'hidden' : 'visible' }}
        onClick={() => run(clearAttribute, id)}
      />
      <IconButton
        className={locked ? 'lock on' : 'lock'}
        label={`Lock ${name}`}
        aria-pressed={locked}
        title={locked ? `The others leave ${name} alone` : `Hold ${name} while others move`}
        Icon={locked ? Lock : LockOpen}
        onClick={() => run(toggleLock, id)}
      />
      {ends && (
        <div className="attribute-ends" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
      )}
      {open && <AttributeDetails attribute={attribute} amount={amount} />}
    </div>
  );
});
