import { reach } from '../../commands/attributes/attributes.ts';
import { factorEnd, factorName } from '../../language/factors/factorNames.ts';
import { formatNumber, formatPercent } from '../../language/numbers.ts';
import type { Attribute, MeasuredAccuracy } from '../../store/state/state.ts';
import { attributesMessages } from './messages.ts';

/** The name of an attribute in the language of the page; taught attributes keep the user's name. */
export function attributeName({ name, group }: Pick<Attribute, 'name' | 'group'>): string {
  return group === 'taught' ? name : factorName(name);
}

/** The names of both ends of its slider in the language of the page. */
export function endsOf({
  name,
  ends,
}: Pick<Attribute, 'name' | 'ends'>): readonly [string, string] | undefined {
  return ends && [factorEnd(name, ends[0]), factorEnd(name, ends[1])];
}

/** Every name by which a search finds the attribute in the language of the page. */
export function namesOf(attribute: Attribute): string[] {
  return [attributeName(attribute), ...(endsOf(attribute) ?? []), factorName(attribute.heading ?? '')];
}

/** A number of standard deviations, always with its sign and one digit after the decimal point. */
export function signed(value: number): string {
  const size = formatNumber(Math.abs(value), 1, true);
  return Math.abs(value) < 0.05 ? size : `${value < 0 ? '−' : '+'}${size}`;
}

/** Standard deviations from the middle of a slider with two named ends to either end: enough to show the whole effect from any face. */
const reachBetweenEnds = 4;

/** How far the slider of an attribute goes to each side, in standard deviations. */
export function reachOf({ ends }: Pick<Attribute, 'ends'>): number {
  return ends ? reachBetweenEnds : reach;
}

/** An amount as a screen reader says it, with the end that it is nearer to. */
export function amountInWords(value: number, attribute: Pick<Attribute, 'name' | 'ends'>): string {
  const t = attributesMessages.get();
  const amount = signed(value);
  const ends = endsOf(attribute);
  const end = ends && Math.abs(value) >= 0.05 ? ends[value < 0 ? 0 : 1] : undefined;
  return end === undefined ? t.amount({ amount }) : t.amountTowards({ amount, end });
}

/** `87%`, or a dash where nothing was measured. */
export function percentRight(accuracy: MeasuredAccuracy | null): string {
  return accuracy ? formatPercent(accuracy.share) : '–';
}

/** `Right on 87% of 30 held-out faces (95% interval: 70% to 95%).` */
export function accuracyInWords({ share, interval: [low, high], total }: MeasuredAccuracy): string {
  return attributesMessages.get().accuracy({
    share: formatPercent(share),
    faces: total,
    low: formatPercent(low),
    high: formatPercent(high),
  });
}
