import type { LayerSignal } from '../../../commands/network/read.ts';
import { formatNumber } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { logLine, powersWithin } from './logLine.ts';
import { normMessages } from './messages.ts';

const [width, height] = [340, 130];

/** The signal strength after each layer, with and without PixelNorm, on a logarithmic axis. */
export function SignalChart({ signal }: { signal: readonly LayerSignal[] }) {
  const t = useMessages(normMessages);
  const lines = {
    norm: signal.map(({ norm }) => norm),
    without: signal.map(({ withoutNorm }) => withoutNorm),
  };
  const powers = powersWithin([...lines.norm, ...lines.without]);
  const [low, high] = [powers[0] ?? -1, powers.at(-1) ?? 1];
  const box = { width, height, low, high };
  const last = signal.at(-1);
  const y = (power: number) => height - ((power - low) / (high - low)) * height;
  return (
    <figure className="norm-chart">
      <div className="norm-plot">
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {powers.map((power) => (
            <path key={power} className="norm-grid" d={`M0 ${y(power)}H${width}`} />
          ))}
          <path className="norm-without" d={logLine(lines.without, box)} />
          <path className="norm-with" d={logLine(lines.norm, box)} />
        </svg>
        <span className="tab-nums">{power10(high)}</span>
        <span className="tab-nums">{power10(low)}</span>
      </div>
      <div className="norm-axis">
        <span>{signal[0]?.layer}</span>
        <span>{last?.layer}</span>
      </div>
      <figcaption>
        <span className="norm-key norm-key-with">{t.with({ value: number(last?.norm) })}</span>
        <span className="norm-key norm-key-without">{t.without({ value: number(last?.withoutNorm) })}</span>
      </figcaption>
    </figure>
  );
}

const power10 = (power: number) => formatNumber(10 ** power, 6);

function number(value = 0): string {
  if (!Number.isFinite(value)) return '∞';
  return value >= 1e6 || (value > 0 && value < 1e-3)
    ? value.toExponential(1)
    : formatNumber(value, value < 10 ? 2 : 0);
}
