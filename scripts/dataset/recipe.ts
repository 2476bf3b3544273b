/**
 * What may be drawn, and how often. A recipe names, for every option of a DiceBear style, its values with their weights;
 * every image draws each of them independently, so that no attribute can be learnt from another one.
 */
import type { Random } from '../../src/base/random.ts';

/** A value with how often it comes, relative to the others of its option. */
export type Weighted = readonly [value: string, weight: number];

/** The value that says that a part is left out. */
export const none = 'none';

export interface Recipe {
  /** The style's name in `@dicebear/collection`. */
  readonly style: string;
  /** Options in the order in which they are drawn, which is the order of the columns of `labels.csv`. */
  readonly options: ReadonlyMap<string, readonly Weighted[]>;
  /** Options that repeat what another one drew: the beard has the colour of the hair. */
  readonly follows: ReadonlyMap<string, string>;
}

/** One value of every option, `follows` included. */
export type Labels = Readonly<Record<string, string>>;

/** The columns of `labels.csv` after the index. */
export function columnsOf(recipe: Recipe): readonly string[] {
  return [...recipe.options.keys(), ...recipe.follows.keys()];
}

/** Takes one number of `random` for each option, whatever comes out. */
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
  // Rounding can leave a crumb after the last one.
  return values.at(-1)?.[0] ?? none;
}
