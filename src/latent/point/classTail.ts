/**
 * Points of a model with classes. Such a model takes z and a class, and a point is both in one vector: z first, then the
 * *tail*, the numbers that encode the class. So whatever stores a face (a pin, a link, a session, a cache) stores its
 * class, too. For a model without classes, a point is z itself.
 */

/** How the numbers after z encode the class. */
export interface ClassTail {
  /** Dimensions of z. */
  size: number;
  /** Number of classes. */
  count: number;
  /** The tail is the class's index, or a row of `count` shares. */
  kind: 'index' | 'oneHot';
  /** True when the tail may hold shares of several classes; otherwise it holds exactly one class. */
  mixes: boolean;
}

/** Returns how many numbers follow z. */
export function tailLength({ kind, count }: ClassTail): number {
  return kind === 'index' ? 1 : count;
}

/** Returns the z of a point as a view, float32 [size]. */
export function zOfPoint(point: Float32Array, classes: ClassTail | undefined): Float32Array {
  return classes ? point.subarray(0, classes.size) : point;
}

/** Returns the tail of a point as a view, float32 [tailLength]; empty without classes. */
export function tailOfPoint(point: Float32Array, classes: ClassTail | undefined): Float32Array {
  return classes ? point.subarray(classes.size) : new Float32Array();
}

/** Joins z and a tail into a new point. */
export function joinPoint(z: Float32Array, tail: Float32Array): Float32Array {
  const point = new Float32Array(z.length + tail.length);
  point.set(z);
  point.set(tail, z.length);
  return point;
}

/** Changes z by a function that knows nothing of classes; the point keeps its class. */
export function changeZ(
  point: Float32Array,
  classes: ClassTail | undefined,
  change: (z: Float32Array) => Float32Array,
): Float32Array {
  return classes ? joinPoint(change(zOfPoint(point, classes)), tailOfPoint(point, classes)) : change(point);
}

/** Returns the tail of one class, 0 to count - 1 (RangeError otherwise). */
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

/** Returns the classes of a tail with their shares, in class order; one class of share 1 unless the tail is a mixture. */
export function classShares(classes: ClassTail, tail: Float32Array): ClassShare[] {
  if (classes.kind === 'index') return [{ index: tail[0] ?? 0, share: 1 }];
  return [...tail].flatMap((share, index) => (share > 0 ? [{ index, share }] : []));
}

/** Returns the tail of several classes from their shares; the reverse of `classShares`. */
export function tailOfShares(classes: ClassTail, shares: readonly ClassShare[]): Float32Array {
  return blendTails(
    classes,
    shares.map(({ index }) => tailOfClass(classes, index)),
    shares.map(({ share }) => share),
  );
}

/** Returns the class with the largest share, or the first of several equal ones. */
export function mainClass(classes: ClassTail, tail: Float32Array): number {
  if (classes.kind === 'index') return tail[0] ?? 0;
  let best = 0;
  for (let index = 1; index < tail.length; index++) if (tail[index]! > tail[best]!) best = index;
  return best;
}

/** Tells whether the numbers are a valid tail of these classes: an existing class, or shares that add up to 1. */
export function isTail(classes: ClassTail, tail: Float32Array): boolean {
  const { count, kind, mixes } = classes;
  if (tail.length !== tailLength(classes)) return false;
  if (kind === 'index') return Number.isInteger(tail[0]) && tail[0]! >= 0 && tail[0]! < count;
  if (!tail.every((share) => share >= 0 && share <= 1)) return false;
  if (!mixes) return tail.every((share) => share === 0 || share === 1) && sum(tail) === 1;
  return Math.abs(sum(tail) - 1) < 1e-3;
}

/**
 * Blends tails by weights that sum to 1; beyond the ends of a way some weights are negative.
 * - If tails can mix, the result is the weighted sum. A negative share becomes zero, since the network was never trained
 *   on one, and the others are scaled back to a sum of 1.
 * - Otherwise it is the class with the largest total weight: between two faces the class changes exactly in the middle,
 *   where the later face wins.
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
    // Any residue of shares that cancel out is rounding error.
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
    // Sums of the same weights in a different order differ in their last bits.
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
