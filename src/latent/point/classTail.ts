/**
 * Points of a model with classes. What such a model takes is z and a class, and a point is both in one vector: z first, and behind
 * it the *tail*, the numbers that tell the class. So whatever keeps a face (a pin, a link, a session, a cache) keeps its class, too.
 * Of a model without classes a point is z itself.
 */

/** How the numbers behind z tell the class. */
export interface ClassTail {
  /** Dimensions of z. */
  size: number;
  /** Number of classes. */
  count: number;
  /** The tail is the class's number, or a row of `count` shares. */
  kind: 'index' | 'oneHot';
  /** True when the tail may hold shares of several classes; otherwise it holds exactly one class. */
  mixes: boolean;
}

/** How many numbers stand behind z. */
export function tailLength({ kind, count }: ClassTail): number {
  return kind === 'index' ? 1 : count;
}

/** The z of a point: a view, float32 [size]. */
export function zOfPoint(point: Float32Array, classes: ClassTail | undefined): Float32Array {
  return classes ? point.subarray(0, classes.size) : point;
}

/** The tail of a point: a view, float32 [tailLength], empty without classes. */
export function tailOfPoint(point: Float32Array, classes: ClassTail | undefined): Float32Array {
  return classes ? point.subarray(classes.size) : new Float32Array();
}

/** A new point of z and a tail. */
export function joinPoint(z: Float32Array, tail: Float32Array): Float32Array {
  const point = new Float32Array(z.length + tail.length);
  point.set(z);
  point.set(tail, z.length);
  return point;
}

/** z changed by a function that knows nothing of classes; the point keeps its class. */
export function changeZ(
  point: Float32Array,
  classes: ClassTail | undefined,
  change: (z: Float32Array) => Float32Array,
): Float32Array {
  return classes ? joinPoint(change(zOfPoint(point, classes)), tailOfPoint(point, classes)) : change(point);
}

/** The tail of one class, 0 to count - 1 (RangeError otherwise). */
export function tailOfClass(classes: ClassTail, index: number): Float32Array {
  const { count, kind } = classes;
  if (!Number.isInteger(index) || index < 0 || index >= count)
    throw new RangeError(`Classes are 0 to ${count - 1}, not ${index}.`);
  if (kind === 'index') return Float32Array.of(index);
  const tail = new Float32Array(count);
  tail[index] = 1;
  return tail;
}

/** A class and its share of a point, above 0. */
export interface ClassShare {
  index: number;
  share: number;
}

/** The classes of a tail with their shares, in the order of the classes; one class of share 1 unless the tail is a mixture. */
export function classShares(classes: ClassTail, tail: Float32Array): ClassShare[] {
  if (classes.kind === 'index') return [{ index: tail[0] ?? 0, share: 1 }];
  return [...tail].flatMap((share, index) => (share > 0 ? [{ index, share }] : []));
}

/** The tail of several classes by their shares; the reverse of `classShares`. */
export function tailOfShares(classes: ClassTail, shares: readonly ClassShare[]): Float32Array {
  return blendTails(
    classes,
    shares.map(({ index }) => tailOfClass(classes, index)),
    shares.map(({ share }) => share),
  );
}

/** The class with the largest share; of equals the first. */
export function mainClass(classes: ClassTail, tail: Float32Array): number {
  if (classes.kind === 'index') return tail[0] ?? 0;
  let best = 0;
  for (let index = 1; index < tail.length; index++) if (tail[index]! > tail[best]!) best = index;
  return best;
}

/** True for numbers that a tail of these classes can have: a class that there is, or shares that add up to 1. */
export function isTail(classes: ClassTail, tail: Float32Array): boolean {
  const { count, kind, mixes } = classes;
  if (tail.length !== tailLength(classes)) return false;
  if (kind === 'index') return Number.isInteger(tail[0]) && tail[0]! >= 0 && tail[0]! < count;
  if (!tail.every((share) => share >= 0 && share <= 1)) return false;
  if (!mixes) return tail.every((share) => share === 0 || share === 1) && sum(tail) === 1;
  return Math.abs(sum(tail) - 1) < 1e-3;
}

/**
 * The tail between others, each with a weight; the weights sum to 1, and beyond the ends of a way some are negative.
 * - Where tails mix, it is the weighted sum. A share below zero becomes zero, for a network has never seen less than nothing of a
 *   class, and the others are brought back to a sum of 1.
 * - Elsewhere it is the class that has most weight altogether: between two faces the class changes in the very middle, where the
 *   later one counts.
 */
export function blendTails(
  classes: ClassTail,
  tails: readonly Float32Array[],
  weights: readonly number[],
): Float32Array {
  const alone = weights.findIndex((weight, k) => weight === 1 && weights.every((w, i) => i === k || w === 0));
  if (alone >= 0) return tails[alone]!.slice();
  return classes.mixes ? mixed(tails, weights) : heaviest(tails, weights);
}

function mixed(tails: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const numbers = tails[0]?.length ?? 0;
  const total = new Float64Array(numbers);
  tails.forEach((tail, k) => {
    for (let i = 0; i < numbers; i++) total[i]! += weights[k]! * tail[i]!;
  });
  let whole = 0;
  for (let i = 0; i < numbers; i++) {
    // What is left of shares that cancel out is rounding.
    if (total[i]! < 1e-9) total[i] = 0;
    whole += total[i]!;
  }
  if (!(whole > 0)) return heaviest(tails, weights);
  return Float32Array.from(total, (share) => share / whole);
}

function heaviest(tails: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const weightOf = (tail: Float32Array) =>
    tails.reduce((total, other, k) => (isSame(tail, other) ? total + weights[k]! : total), 0);
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  tails.forEach((tail, k) => {
    const weight = weightOf(tail);
    // Sums of the same weights in another order differ in their last bits.
    if (weight >= most - 1e-12) [best, most] = [k, weight];
  });
  return tails[best]!.slice();
}

function isSame(one: Float32Array, other: Float32Array): boolean {
  return one.every((value, i) => value === other[i]);
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
