/** Draws a line on a logarithmic axis as an SVG path. */

/** The most powers of ten that a readable chart can span. */
const most = 12;

/** Returns the whole powers of ten that span all positive finite values and 1; at least three of them. */
export function powersWithin(values: readonly number[]): number[] {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  if (logs.length === 0) return [-1, 0, 1];
  const low = Math.floor(Math.min(...logs, 0) - 1e-9);
  const high = Math.min(low + most, Math.max(low + 2, Math.ceil(Math.max(...logs, 0) + 1e-9)));
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

/** @param box `low` and `high` are the powers of ten at its lower and upper edge; values beyond are drawn at the edge */
export function logLine(
  values: readonly number[],
  { width, height, low, high }: { width: number; height: number; low: number; high: number },
): string {
  return values
    .map((value, index) => {
      const x = values.length > 1 ? (index / (values.length - 1)) * width : width / 2;
      const log = value > 0 ? Math.min(high, Math.max(low, Math.log10(value))) : low;
      const y = height - ((log - low) / (high - low)) * height;
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
