import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { latentSize } from '../../store/select/faces.ts';
import { SearchField } from '../parts/fields/SearchField.tsx';
import { LongWork } from '../parts/LongWork.tsx';
import { sampleMessages } from './messages.ts';
import type { useDimensionEffects } from './useDimensionEffects.ts';

export type DimensionOrder = 'number' | 'effect';

/** Searches and sorts the list, and shows the progress of the measurement that sorting needs. */
export function DimensionTools({
  order,
  query,
  found,
  effects: { measured, done, measure, cancel },
  onOrder,
  onQuery,
  onEnter,
}: {
  order: DimensionOrder;
  query: string;
  /** How many dimensions the query finds. */
  found: number;
  effects: ReturnType<typeof useDimensionEffects>;
  onOrder: (order: DimensionOrder) => void;
  onQuery: (query: string) => void;
  onEnter: () => void;
}) {
  const t = useMessages(sampleMessages);
  const size = useSelect(latentSize);
  const elsewhere = useSelect(({ face }) => measured !== null && face?.z !== measured.z);
  return (
    <>
      <div className="sample-dimension-tools">
        <SearchField
          label={t.goTo}
          clear={t.clearSearch}
          value={query}
          onChange={onQuery}
          onEnter={onEnter}
        />
        <select
          aria-label={t.order}
          value={order}
          onChange={(event) => onOrder(event.currentTarget.value === 'effect' ? 'effect' : 'number')}
        >
          <option value="number">{t.byNumber}</option>
          <option value="effect">{t.byEffect}</option>
        </select>
      </div>
      {query.trim() !== '' && found === 0 && (
        <p className="hint" role="status">
          {t.noDimension({ last: size - 1 })}
        </p>
      )}
      {order === 'effect' &&
        (done !== null ? (
          <div className="sample-dimension-measuring">
            <LongWork
              label={t.measuring}
              done={done}
              total={size}
              words={t.measured({ done, all: size })}
              onCancel={() => {
                cancel();
                if (!measured) onOrder('number');
              }}
            />
          </div>
        ) : (
          elsewhere && (
            <div className="sample-dimension-stale">
              <span className="hint">{t.measuredElsewhere}</span>
              <button type="button" className="btn small" onClick={() => void measure()}>
                {t.measureAgain}
              </button>
            </div>
          )
        ))}
    </>
  );
}
