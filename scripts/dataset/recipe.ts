/**
 * What may be drawn, and how often. For every option of a DiceBear style, a recipe lists the values with their weights; every image
 * draws each option independently, so no attribute can be inferred from another one.
 */
import type { Random } from '../../src/base/random.ts';

/** A value and its frequency relative to the other values of its option. */
export type Weighted = readonly [value: string, weight: number];

/** The value for a part that is left out. */
export const none = 'none';

export interface Recipe {
  /** The style's name in `@dicebear/collection`. */
  readonly style: string;
  /** Options in the order of drawing, which is also that of the columns of `labels.csv`. */
  readonly options: ReadonlyMap<string, readonly Weighted[]>;
  /** Options that copy the value of another one: the beard has the colour of the hair. */
  readonly follows: ReadonlyMap<string, string>;
}

/** One value of every option, `follows` included. */
export type Labels = Readonly<Record<string, string>>;

/** The columns of `labels.csv` after the index. */
export function columnsOf(recipe: Recipe): readonly string[] {
  return [...recipe.options.keys(), ...recipe.follows.keys()];
}

/** Draws a value for each option; it always takes exactly one number from `random` per option. */
export function drawLabels(recipe: Recipe, random: Random): Labels {
  const labels: Record<string, string> = {};
  for (const [option, values] of recipe.options) labels[option] = pick(values, random.uniform());
  for (const [option, source] of recipe.follows) labels[option] = labels[source] ?? none;
  return labels;
}

/** @param share in (0, 1) */
function pick(values: readonly Weighted[], share: number): string {
  const total = values.reduce((sum, [, weight]) => sum + weight, 0);
  let left = share * total;
  for (const [value, weight] of values) {
    left -= weight;
    if (left < 0) return value;
  }
  // Rounding can leave a remainder after the last one.
  return values.at(-1)?.[0] ?? none;
}
