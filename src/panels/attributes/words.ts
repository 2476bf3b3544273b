import type { MeasuredAccuracy } from '../../store/state/state.ts';

/** A number of standard deviations, always with its sign and one digit behind the point. */
export function signed(value: number): string {
  const rounded = value.toFixed(1);
  return Number(rounded) === 0 ? '0.0' : `${value < 0 ? '−' : '+'}${rounded.replace('-', '')}`;
}

const percent = (share: number) => Math.round(100 * share);

/** `87 %`, or a dash where nothing was measured. */
export function percentRight(accuracy: MeasuredAccuracy | null): string {
  return accuracy ? `${percent(accuracy.share)} %` : '–';
}

/** `87 % right on faces kept out of the fit (95 % interval 70 to 95 %, 30 faces)` */
export function accuracyInWords({ share, interval: [low, high], total }: MeasuredAccuracy): string {
  return `${percent(share)} % right on faces kept out of the fit (95 % interval ${percent(low)} to ${percent(high)} %, ${total} faces)`;
}
