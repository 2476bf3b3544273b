import { useMessages } from '../../language/useMessages.ts';
import type { LossPoint } from '../../store/state/photo.ts';
import { photoMessages } from './messages.ts';

const width = 300;
const height = 56;

/**
 * The loss of the nearest face after each step, on a logarithmic scale. Each resolution has its own line, because losses at different
 * resolutions cannot be compared.
 */
export function LossCurve({ curve }: { curve: readonly LossPoint[] }) {
  const t = useMessages(photoMessages);
  const logs = curve.map(({ loss }) => Math.log(Math.max(loss, 1e-6)));
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  const at = (index: number) =>
    `${((width * index) / Math.max(1, curve.length - 1)).toFixed(1)},${(
      2 + (height - 4) * (1 - (logs[index]! - low) / (high - low || 1))
    ).toFixed(1)}`;
  const lines = new Map<number, string[]>();
  for (const [index, { resolution }] of curve.entries())
    lines.set(resolution, [...(lines.get(resolution) ?? []), at(index)]);
  return (
    <svg
      className="photo-curve"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t.curve}
    >
      {curve.length > 1 &&
        [...lines].map(([resolution, points]) => <polyline key={resolution} points={points.join(' ')} />)}
    </svg>
  );
}
