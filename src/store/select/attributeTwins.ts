/**
 * Directions without a given name are found in several ways, and several ways often find the same one. It is shown once,
 * with the ways in which it was found.
 */
import { dot } from '../../latent/vector/vector.ts';
import type { Attribute } from '../state/state.ts';

/** From this cosine on, whatever its sign, two directions change a face in the same way: they are 18 degrees apart at most. */
const sameCosine = 0.95;

/** A shown attribute, with those hidden behind it. */
export interface ShownAttribute {
  attribute: Attribute;
  /** Directions found without labels that point the same way or the opposite one. */
  twins: readonly Attribute[];
}

/** How a direction was found without labels: in the first layer's weights, in its features, or in pictures. */
export type FindingSource = 'weights' | 'features' | 'pictures';

/** The names that the trainer and the page give to directions found without labels. */
const foundNames: readonly (readonly [name: RegExp, source: FindingSource])[] = [
  [/^(SeFa|Weight axis) \d+$/, 'weights'],
  [/^Feature PC \d+$/, 'features'],
  [/^PCA \d+$/, 'pictures'],
];

/** Returns how the attribute was found; null for one that somebody named. */
export function sourceOf({ name, group, accuracy, ends }: Attribute): FindingSource | null {
  if (group === 'taught' || accuracy || ends) return null;
  return foundNames.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/**
 * Which of several twins is shown: a named one first, then one found by this page, then one that came numbered with the
 * model.
 */
const ranks: Record<Attribute['group'], number> = { 'closed-form': 1, pca: 2, labelled: 3, taught: 0 };
const rankOf = (one: Attribute) => (sourceOf(one) === null ? 0 : ranks[one.group]);

let last: { list: readonly Attribute[]; shown: readonly ShownAttribute[] } | null = null;

/** Returns the attributes without their twins, in their own order; the same array as long as the list is the same. */
export function withoutTwins(list: readonly Attribute[]): readonly ShownAttribute[] {
  if (last?.list === list) return last.shown;
  const twinsOf = new Map<Attribute, Attribute[]>();
  for (const one of [...list].sort((a, b) => rankOf(a) - rankOf(b))) {
    const before = sourceOf(one) === null ? undefined : nearest(one, twinsOf.keys());
    if (before) twinsOf.get(before)!.push(one);
    else twinsOf.set(one, []);
  }
  const shown = list.flatMap((attribute) => {
    const twins = twinsOf.get(attribute);
    return twins ? [{ attribute, twins }] : [];
  });
  last = { list, shown };
  return shown;
}

let lastInUse: { list: readonly Attribute[]; key: string; shown: readonly ShownAttribute[] } | null = null;

/** Like `withoutTwins`, but a hidden attribute that is moved or locked is shown separately, so that it can be reset. */
export function shownAttributes(
  list: readonly Attribute[],
  inUse: (id: string) => boolean,
): readonly ShownAttribute[] {
  const shown = withoutTwins(list);
  const alone = new Set(shown.flatMap(({ twins }) => twins.filter(({ id }) => inUse(id))));
  if (alone.size === 0) return shown;
  const key = [...alone].map(({ id }) => id).join('\n');
  if (lastInUse?.list === list && lastInUse.key === key) return lastInUse.shown;
  const known = new Map(shown.map((one) => [one.attribute, one]));
  const separate = list.flatMap((attribute) => {
    if (alone.has(attribute)) return [{ attribute, twins: [] }];
    const one = known.get(attribute);
    return one ? [{ attribute, twins: one.twins.filter((twin) => !alone.has(twin)) }] : [];
  });
  lastInUse = { list, key, shown: separate };
  return separate;
}

function nearest(one: Attribute, others: Iterable<Attribute>): Attribute | undefined {
  let [found, most]: [Attribute | undefined, number] = [undefined, sameCosine];
  for (const other of others) {
    // A taught attribute is always shown separately: it may change with the next answer.
    if (other.group === 'taught' || other.direction.length !== one.direction.length) continue;
    const cosine = Math.abs(dot(one.direction, other.direction));
    if (cosine >= most) [found, most] = [other, cosine];
  }
  return found;
}
