import { formatMilliseconds, formatNumber, formatPercent } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { walkSteps } from '../../../network/measure/smoothness.ts';
import type { ModelFigures } from '../../../store/state/measure.ts';
import { measureMessages } from './messages.ts';

/** A mean of at least this many times the median counts as a sign of leaps. */
const leaping = 3;

const backends = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'JavaScript' } as const;

/** The measurements, in words. */
export function Figures({ figures }: { figures: ModelFigures }) {
  const t = useMessages(measureMessages);
  const { msSsim, twins, smoothness, frame, repeated } = figures;
  const number = (value: number) => formatNumber(value, 3, true);
  const times = smoothness && smoothness.path.median > 0 ? smoothness.path.mean / smoothness.path.median : 1;
  return (
    <>
      <dl className="measure-figures tab-nums">
        <dt>{t.variety}</dt>
        <dd>
          {t.similarity({ mean: number(msSsim.mean), error: number(msSsim.error), pairs: msSsim.count })}
          <br />
          {t.twins({ share: formatPercent(twins.faces), pictures: twins.pictures })}
        </dd>
        {smoothness && (
          <>
            <dt>{t.path}</dt>
            <dd>
              {t.pathFigures({ mean: number(smoothness.path.mean), median: number(smoothness.path.median) })}
              <br />
              {times < leaping
                ? t.pathSteady
                : t.pathLeaps({ times: formatNumber(times, 1), share: formatPercent(smoothness.inLeaps) })}
            </dd>
            <dt>{t.evenness}</dt>
            <dd>{t.evennessFigures({ steps: walkSteps, share: formatPercent(smoothness.evenness) })}</dd>
          </>
        )}
        <dt>{t.cost}</dt>
        <dd>
          {frame
            ? t.costFigures({ time: formatMilliseconds(frame.ms), backend: backends[frame.backend] })
            : t.costUnknown}
        </dd>
      </dl>
      {repeated > 0 && <p className="hint">{t.repeated(repeated)}</p>}
    </>
  );
}
