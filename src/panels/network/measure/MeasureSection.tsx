import { useState } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { measureModel, stopMeasuring } from '../../../commands/measure/measure.ts';
import { formatSeconds } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { walkSteps } from '../../../network/measure/smoothness.ts';
import { useSelect } from '../../../store/hooks.ts';
import type { MeasurePlan } from '../../../store/state/measure.ts';
import { ErrorWords } from '../../parts/ErrorWords.tsx';
import { Choice } from '../../parts/fields/Choice.tsx';
import { LongWork } from '../../parts/LongWork.tsx';
import { Idea } from '../Idea.tsx';
import { Figures } from './Figures.tsx';
import { Leaps } from './Leaps.tsx';
import { measureMessages } from './messages.ts';
import { PaperTable } from './PaperTable.tsx';
import './measure.css';

const plans = {
  quick: { pairs: 64, walks: 16 },
  thorough: { pairs: 256, walks: 64 },
} as const satisfies Record<string, MeasurePlan>;
const efforts = ['quick', 'thorough'] as const;

const picturesOf = ({ pairs, walks }: MeasurePlan) => 2 * pairs + walks * (2 * walkSteps + 1);

/** Measures the current model in the background, and compares its figures with the paper's. */
export default function MeasureSection() {
  const t = useMessages(measureMessages);
  const run = useRun();
  const [effort, setEffort] = useState<(typeof efforts)[number]>('quick');
  const measure = useSelect(({ modelMeasure, model }) =>
    modelMeasure?.model === model?.id ? modelMeasure : null,
  );
  const figures = measure?.figures ?? null;
  const frame = useSelect((state) => state.engine?.ms ?? 0);
  const ms = figures?.frame?.ms ?? frame;
  const wanted = picturesOf(plans[effort]);
  return (
    <>
      <Idea text={t.idea} formula="‖G(z(t + ε)) − G(z(t))‖² / ε², ε = 0.001" place={t.place} />
      {measure?.running ? (
        <>
          <LongWork
            label={t.measuring}
            done={measure.done}
            total={measure.total}
            words={t.progress({ done: measure.done, all: measure.total })}
            onCancel={() => run(stopMeasuring)}
          />
          <p className="hint">{t.background}</p>
        </>
      ) : (
        <div className="measure-begin">
          <button type="button" className="btn" onClick={() => run(measureModel, plans[effort])}>
            {t.measure}
          </button>
          <Choice
            label={t.effort}
            options={efforts.map((value) => ({ value, label: t[value] }))}
            value={effort}
            onChange={setEffort}
          />
          <span className="hint tab-nums">
            {t.takes({ pictures: t.pictures(wanted), time: formatSeconds((wanted * ms) / 1000) })}
          </span>
        </div>
      )}
      {measure?.error && (
        <p className="field-error" role="alert">
          <ErrorWords error={measure.error} />
        </p>
      )}
      {figures && <Figures figures={figures} />}
      {figures?.smoothness && <Leaps smoothness={figures.smoothness} />}
      <PaperTable figures={figures} />
    </>
  );
}
