import { useEffect, useState } from 'react';
import { isAbort, type PlainError, toPlainError } from '../../../base/errors.ts';
import { useRun } from '../../../commands/hooks.ts';
import { computeRates } from '../../../commands/measure/measure.ts';
import { formatNumber, joinSentences } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { timesApart } from '../../../network/rate/equalized.ts';
import { useSelect } from '../../../store/hooks.ts';
import { ErrorWords } from '../../parts/ErrorWords.tsx';
import { Choice } from '../../parts/fields/Choice.tsx';
import { choices } from '../../parts/fields/choices.ts';
import { Idea } from '../Idea.tsx';
import { useSeen } from '../useSeen.ts';
import { rateMessages } from './messages.ts';
import { type Rates, RateTable, type Weights } from './RateTable.tsx';

/** Equalized learning rate: He's constant of every layer, its weights with and without the constant, and one step of Adam on both. */
export default function RateSection() {
  const t = useMessages(rateMessages);
  const [ref, seen] = useSeen<HTMLDivElement>();
  const { rates, error } = useRates(seen);
  const [weights, setWeights] = useState<Weights>('drawn');
  return (
    <div ref={ref}>
      <Idea text={t.idea} formula="w = c · ŵ, c = √(2 / n)" place={t.place} />
      {error && (
        <p className="field-error" role="alert">
          <ErrorWords error={error} />
        </p>
      )}
      {!rates && !error && (
        <p className="hint" aria-busy="true">
          {t.computing}
        </p>
      )}
      {rates && rates.length === 0 && <p className="hint">{t.noLayers}</p>}
      {rates && rates.length > 0 && (
        <>
          <Choice
            label={t.weights}
            options={choices({ drawn: t.drawn, trained: t.trained })}
            value={weights}
            onChange={setWeights}
          />
          <p className="hint">{weights === 'drawn' ? t.drawnHint : t.trainedHint}</p>
          <p className="rate-apart" role="status">
            {t.apart({
              plain: formatNumber(timesApart(rates.map((layer) => layer[weights].step.plain)), 1),
              equalized: formatNumber(timesApart(rates.map((layer) => layer[weights].step.equalized)), 1),
            })}
          </p>
          <RateTable rates={rates} weights={weights} />
          <p className="hint">{joinSentences([t.how, t.bundle])}</p>
        </>
      )}
    </div>
  );
}

/** Computes the figures of the current model's layers once they come into view; null until they are ready. */
function useRates(wanted: boolean): { rates: Rates | null; error: PlainError | null } {
  const run = useRun();
  const model = useSelect((state) => state.model);
  const [rates, setRates] = useState<Rates | null>(null);
  const [error, setError] = useState<PlainError | null>(null);
  useEffect(() => {
    if (!wanted || !model) return;
    const abort = new AbortController();
    setRates(null);
    setError(null);
    run(computeRates, abort.signal)?.then(
      (found) => {
        if (!abort.signal.aborted) setRates(found);
      },
      (cause) => {
        if (!abort.signal.aborted && !isAbort(cause)) setError(toPlainError(cause));
      },
    );
    return () => abort.abort();
  }, [run, wanted, model]);
  return { rates, error };
}
