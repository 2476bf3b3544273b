import { reach } from '../../commands/attributes/attributes.ts';
import type { Attribute, MeasuredAccuracy } from '../../store/state/state.ts';

/** A number of standard deviations, always with its sign and one digit behind the point. */
export function signed(value: number): string {
  const rounded = value.toFixed(1);
  return Number(rounded) === 0 ? '0.0' : `${value < 0 ? '−' : '+'}${rounded.replace('-', '')}`;
}

/** Standard deviations from one end of a slider with two named ends to the middle: from anywhere they show all there is. */
const reachBetweenEnds = 4;

/** How far the slider of an attribute goes to each side, in standard deviations. */
export function reachOf({ ends }: Pick<Attribute, 'ends'>): number {
  return ends ? reachBetweenEnds : reach;
}

/** An amount as a screen reader says it, with the end that it is nearer to. */
export function amountInWords(amount: number, { ends }: Pick<Attribute, 'ends'>): string {
  const towards = ends && Math.abs(amount) >= 0.05 ? `, towards ${ends[amount < 0 ? 0 : 1]}` : '';
  return `${signed(amount)} standard deviations${towards}`;
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
