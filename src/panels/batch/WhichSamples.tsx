import { useEffect, useId } from 'react';
import { batchLimits } from '../../base/batchLimits.ts';
import { MAX_SEED } from '../../base/random.ts';
import { findAttributes } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { changeBatch } from '../../commands/work/batch.ts';
import { useFactorNames } from '../../language/factors/factorNames.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { amountsOf, attributesOf } from '../../store/select/attributes.ts';
import { deviationLimits } from '../../store/state/batch.ts';
import { CheckLine } from '../parts/fields/CheckLine.tsx';
import { NumberField } from '../parts/fields/NumberField.tsx';
import { batchPanelMessages } from './messages.ts';

/** The fields for the chosen kind of samples. */
export function WhichSamples() {
  const run = useRun();
  const t = useMessages(batchPanelMessages);
  const { way, first, last, count, distance, from, to, edited } = useSelect((state) => state.batch);
  const isEdited = useSelect((state) => Object.keys(amountsOf(state)).length > 0);
  const { lowest, highest } = batchLimits.samples;
  const number = (label: string, value: number, name: string, min: number, max: number) => (
    <NumberField
      label={label}
      value={value}
      min={min}
      max={max}
      onChange={(next) => run(changeBatch, { [name]: next })}
    />
  );
  if (way === 'seeds') {
    return (
      <>
        <div className="batch-numbers">
          {number(t.first, first, 'first', 0, MAX_SEED)}
          {number(t.last, last, 'last', 0, MAX_SEED)}
        </div>
        {isEdited && (
          <CheckLine
            label={t.edited}
            checked={edited}
            onChange={(next) => run(changeBatch, { edited: next })}
          />
        )}
      </>
    );
  }
  const { lowest: least, highest: most } = deviationLimits;
  return (
    <>
      {way === 'along' && <AttributeSelect />}
      <div className="batch-numbers">
        {number(t.number, count, 'count', lowest, highest)}
        {way === 'around' && number(t.distance, distance, 'distance', 1, 100)}
        {way === 'along' && number(t.from, from, 'from', least, most)}
        {way === 'along' && number(t.to, to, 'to', least, most)}
      </div>
    </>
  );
}

function AttributeSelect() {
  const run = useRun();
  const t = useMessages(batchPanelMessages);
  const { factorName } = useFactorNames();
  const model = useSelect((state) => state.model);
  const attributes = useSelect(attributesOf);
  const chosen = useSelect((state) => state.batch.attribute);
  const id = useId();
  useEffect(() => {
    if (model) void run(findAttributes);
  }, [run, model]);
  if (attributes.length === 0) return null;
  return (
    <span className="number-field">
      <label htmlFor={id}>{t.attribute}</label>
      <select
        id={id}
        value={attributes.some((one) => one.id === chosen) ? (chosen ?? '') : attributes[0]!.id}
        onChange={(event) => run(changeBatch, { attribute: event.currentTarget.value })}
      >
        {attributes.map((one) => (
          <option key={one.id} value={one.id}>
            {factorName(one.name)}
          </option>
        ))}
      </select>
    </span>
  );
}
