/**
 * Teaching an attribute: turns faces that a person marked yes or no into a direction of latent space, and measures how
 * well it tells the two apart.
 */
import { createRandom } from '../../base/random.ts';
import { norm, normalise, withNorm } from '../vector/vector.ts';
import { type DualBoundary, type FitOptions, fitDual, gramMatrix, toBoundary } from './logistic.ts';

export interface Mark {
  z: Float32Array;
  yes: boolean;
}

/** With fewer marks of either kind the direction is not worth a slider. */
export const LEAST_MARKS_OF_A_KIND = 10;

export interface Accuracy {
  correct: number;
  total: number;
  /** correct / total. */
  share: number;
  /** 95 % Wilson score interval of the share. */
  interval: [number, number];
}

export interface TaughtAttribute {
  /** Unit vector at a right angle to the boundary, towards yes. */
  direction: Float32Array;
  /** A latent x (as `asFeature` gives it) is a yes when x . direction exceeds this. */
  threshold: number;
  /** The accuracy of the boundary on marks outside its fit, by cross-validation. */
  accuracy: Accuracy;
  /**
   * The difference of means: the unit vector from the noes' mean to the yeses', and how well the plane half-way between
   * tells them apart.
   */
  means: { direction: Float32Array; accuracy: Accuracy };
}

export interface TeachOptions extends FitOptions {
  /** True for a model that normalises z: marks are first scaled to the magnitude sqrt(size), as the model does. */
  normalised: boolean;
  folds?: number;
  /** Seed for dealing the marks into folds. */
  seed?: number;
}

/** Fits an attribute to marks and measures its accuracy. @throws RangeError unless each kind has two or more marks */
export function teachAttribute(marks: readonly Mark[], options: TeachOptions): TaughtAttribute {
  const features = marks.map(({ z }) => asFeature(z, options.normalised));
  const labels = marks.map(({ yes }) => yes);
  const gram = gramMatrix(features);
  const fit = fitDual(gram, labels, options);
  const boundary = toBoundary(fit, features);
  const weights = Float32Array.from(boundary.weights);
  return {
    direction: normalise(weights),
    threshold: -boundary.intercept / (norm(weights) || 1),
    accuracy: crossValidate(gram, labels, options, fit),
    means: {
      direction: differenceOfMeans(features, labels),
      accuracy: crossValidateMeans(gram, labels, options),
    },
  };
}

/** Returns a latent in the form that boundaries are fitted to. */
export function asFeature(z: Float32Array, normalised: boolean): Float32Array {
  return normalised ? withNorm(z, Math.sqrt(z.length)) : z;
}

/** Returns the unit vector from the mean of one kind to the mean of the other. */
export function differenceOfMeans(
  features: readonly Float32Array[],
  labels: readonly boolean[],
): Float32Array {
  const yeses = labels.filter(Boolean).length;
  const difference = new Float32Array(features[0]!.length);
  features.forEach((feature, k) => {
    const share = labels[k] ? 1 / yeses : -1 / (labels.length - yeses);
    for (let i = 0; i < difference.length; i++) difference[i]! += share * feature[i]!;
  });
  return normalise(difference);
}

/**
 * Measures the accuracy on marks that were kept out of the fit; each mark is kept out once. Each fold has the same shares
 * of both kinds, and there are never more folds than marks of the rarer kind.
 * @param gram inner products of all marks (`gramMatrix`)
 * @param options folds: 10 when omitted, 5 for more than 100 marks, whose accuracy is less sensitive to a fit on fewer
 * @param whole the fit of all marks. Folds begin their search there, which saves time and does not change where it ends.
 */
export function crossValidate(
  gram: Float64Array<ArrayBuffer>,
  labels: readonly boolean[],
  options: FitOptions & FoldOptions = {},
  whole?: DualBoundary,
): Accuracy {
  const count = labels.length;
  const { c } = options;
  const { used, foldOf } = foldsOf(labels, options);
  let correct = 0;
  for (let fold = 0; fold < used; fold++) {
    const kept = labels.map((_, i) => i).filter((i) => foldOf[i] !== fold);
    const part = new Float64Array(kept.length ** 2);
    for (const [row, i] of kept.entries()) {
      for (const [column, j] of kept.entries()) part[row * kept.length + column] = gram[i * count + j]!;
    }
    const fit = fitDual(
      part,
      kept.map((i) => labels[i]!),
      { c },
      whole && { alpha: Float64Array.from(kept, (i) => whole.alpha[i]!), intercept: whole.intercept },
    );
    for (let i = 0; i < count; i++) {
      if (foldOf[i] !== fold) continue;
      const logit = kept.reduce((sum, j, k) => sum + fit.alpha[k]! * gram[i * count + j]!, fit.intercept);
      if (logit > 0 === labels[i]) correct += 1;
    }
  }
  return { correct, total: count, share: correct / count, interval: wilsonInterval(correct, count) };
}

/** Like `crossValidate`, but for the plane half-way between the two means. It needs only inner products. */
export function crossValidateMeans(
  gram: Float64Array<ArrayBuffer>,
  labels: readonly boolean[],
  options: FoldOptions = {},
): Accuracy {
  const count = labels.length;
  const { foldOf } = foldsOf(labels, options);
  const indices = labels.map((_, i) => i);
  let correct = 0;
  for (const fold of new Set(foldOf)) {
    const kept = (kind: boolean) => indices.filter((i) => foldOf[i] !== fold && labels[i] === kind);
    const [yeses, noes] = [kept(true), kept(false)];
    const mean = (i: number, members: readonly number[]) =>
      members.reduce((sum, j) => sum + gram[i * count + j]!, 0) / members.length;
    // |mean|^2 of each kind is the mean over its members of their products with it.
    const square = (members: readonly number[]) =>
      members.reduce((sum, i) => sum + mean(i, members), 0) / members.length;
    const middle = (square(yeses) - square(noes)) / 2;
    for (const i of indices) {
      if (foldOf[i] === fold && mean(i, yeses) - mean(i, noes) > middle === labels[i]) correct += 1;
    }
  }
  return { correct, total: count, share: correct / count, interval: wilsonInterval(correct, count) };
}

interface FoldOptions {
  folds?: number;
  seed?: number;
}

/**
 * Returns how many folds there are, and the fold of each mark.
 * @throws RangeError for fewer than two marks of a kind
 */
export function foldsOf(
  labels: readonly boolean[],
  { folds = labels.length > 100 ? 5 : 10, seed = 0 }: FoldOptions,
): { used: number; foldOf: number[] } {
  const yeses = labels.filter(Boolean).length;
  const used = Math.min(folds, yeses, labels.length - yeses);
  if (used < 2) throw new RangeError('Cross-validation needs two marks of each kind or more.');
  return { used, foldOf: dealFolds(labels, used, seed) };
}

/**
 * Returns the 95 % score interval of a share (Wilson 1927): unlike mean +- error it stays within 0 and 1, even for few
 * marks.
 */
export function wilsonInterval(correct: number, total: number, z = 1.959963984540054): [number, number] {
  if (total === 0) return [0, 1];
  const p = correct / total;
  const spread = (z * z) / total;
  const centre = (p + spread / 2) / (1 + spread);
  const half = (z / (1 + spread)) * Math.sqrt((p * (1 - p)) / total + spread / (4 * total));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Returns the indices of the latents, nearest to the boundary first: marking these faces teaches most. */
export function nearestToBoundary(
  latents: readonly Float32Array[],
  attribute: Pick<TaughtAttribute, 'direction' | 'threshold'>,
  normalised: boolean,
): number[] {
  const distance = latents.map((z) => {
    const feature = asFeature(z, normalised);
    let sum = -attribute.threshold;
    for (let i = 0; i < feature.length; i++) sum += feature[i]! * attribute.direction[i]!;
    return Math.abs(sum);
  });
  return distance.map((_, i) => i).sort((a, b) => distance[a]! - distance[b]!);
}

/** Returns the fold of each mark: each kind is shuffled and dealt out in turn. */
function dealFolds(labels: readonly boolean[], folds: number, seed: number): number[] {
  const random = createRandom(seed);
  const foldOf = new Array<number>(labels.length).fill(0);
  let next = 0;
  for (const kind of [true, false]) {
    const members = labels.map((_, i) => i).filter((i) => labels[i] === kind);
    for (let i = members.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [members[i], members[j]] = [members[j]!, members[i]!];
    }
    for (const member of members) foldOf[member] = next++ % folds;
  }
  return foldOf;
}
