import { memo } from 'react';
import { clearAttribute, setAttribute, toggleLock } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { useFactorNames } from '../../language/factors/factorNames.ts';
import { formatList } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { amountsOf } from '../../store/select/attributes.ts';
import type { Attribute } from '../../store/state/state.ts';
import { Slider } from '../parts/fields/Slider.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { ChevronDown, Lock, LockOpen, Reset } from '../parts/icons.tsx';
import { AttributeDetails } from './AttributeDetails.tsx';
import { attributesMessages } from './messages.ts';
import { amountInWords, attributeName, endsOf, reachOf, signed } from './words.ts';

/**
 * One attribute: its slider, its lock, and, after a click on its name, its effect. Each row reads its own amount, so a drag
 * renders only one row.
 */
export const AttributeRow = memo(function AttributeRow({
  attribute,
  twins,
  open,
  onOpen,
}: {
  attribute: Attribute;
  /** Other ways in which the same direction was found. */
  twins: readonly Attribute[];
  open: boolean;
  onOpen: (id: string | null) => void;
}) {
  const run = useRun();
  const t = useMessages(attributesMessages);
  useFactorNames();
  const { id } = attribute;
  const name = attributeName(attribute);
  const ends = endsOf(attribute);
  const reach = reachOf(attribute);
  const amount = useSelect((state) => amountsOf(state)[id] ?? 0);
  const locked = useSelect((state) => state.edit.locked.includes(id));
  return (
    <div className={open ? 'attributes-row open' : 'attributes-row'} data-attribute={id} data-try="attribute">
      <button
        type="button"
        className="attributes-name"
        aria-expanded={open}
        title={t.what({ name })}
        onClick={() => onOpen(open ? null : id)}
      >
        <span>
          {name}
          {twins.length > 0 && (
            <small aria-hidden="true">{formatList(twins.map(attributeName), 'unit')}</small>
          )}
        </span>
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
      <output className="attributes-value tab-nums">{signed(amount)}</output>
      <IconButton
        label={t.clearOne({ name })}
        title={t.clearHint({ name })}
        Icon={Reset}
        size={13}
        style={{ visibility: amount === 0 ? 'hidden' : 'visible' }}
        onClick={() => run(clearAttribute, id)}
      />
      <IconButton
        className={locked ? 'attributes-lock on' : 'attributes-lock'}
        label={t.lock({ name })}
        aria-pressed={locked}
        title={locked ? t.lockedHint({ name }) : t.lockHint({ name })}
        Icon={locked ? Lock : LockOpen}
        onClick={() => run(toggleLock, id)}
      />
      {ends && (
        <div className="attributes-ends" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
      )}
      {open && <AttributeDetails attribute={attribute} twins={twins} amount={amount} />}
    </div>
  );
});
