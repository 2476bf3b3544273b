/**
 * Finds the known vectors of which a latent is made. A face between two others, an edit along a direction and the result
 * of an expression are linear combinations of a few known vectors, and naming those takes less room than writing all the
 * numbers.
 */
import { dot } from '../vector/vector.ts';

export interface Term {
  /** Index of the known vector. */
  index: number;
  weight: number;
}

/** The share of the remainder that another vector has to explain; a random one explains 1/size. */
const leastShare = 0.25;
/** A combination is complete when no more than this share of the energy remains; float32 leaves about 1e-14. */
const nothing = 1e-10;
const mostTerms = 12;

/**
 * Orthogonal matching pursuit (Pati, Rezaiifar and Krishnaprasad 1993, "Orthogonal matching pursuit: recursive function
 * approximation with applications to wavelet decomposition"): repeatedly picks the known vector that explains most of the
 * remainder, and refits all weights by least squares.
 * @param atoms vectors of z's size, none zero
 * @returns the terms; none if no atom explains much
 */
export function decompose(z: Float32Array, atoms: readonly Float32Array[]): Term[] {
  const energy = dot(z, z);
  const lengths = atoms.map((atom) => Math.sqrt(dot(atom, atom)));
  const chosen: number[] = [];
  let weights: number[] = [];
  let rest = z;
  let left = energy;
  while (chosen.length < mostTerms && left > nothing * energy) {
    let best = -1;
    let most = 0;
    atoms.forEach((atom, index) => {
      if (chosen.includes(index)) return;
      const along = Math.abs(dot(rest, atom)) / (lengths[index] || 1);
      if (along > most) [best, most] = [index, along];
    });
    if (best < 0) break;
    const tried = [...chosen, best];
    const fitted = leastSquares(
      z,
      tried.map((index) => atoms[index]!),
    );
    const remaining = fitted && without(z, atoms, tried, fitted);
    const then = remaining ? dot(remaining, remaining) : left;
    if (!fitted || !remaining || then > (1 - leastShare) * left) break;
    chosen.push(best);
    weights = fitted;
    rest = remaining;
    left = then;
  }
  return chosen.map((index, k) => ({ index, weight: weights[k]! }));
}

function without(
  z: Float32Array,
  atoms: readonly Float32Array[],
  indices: readonly number[],
  weights: readonly number[],
): Float32Array {
  const rest = Float64Array.from(z);
  indices.forEach((index, k) => {
    const atom = atoms[index]!;
    for (let i = 0; i < rest.length; i++) rest[i]! -= weights[k]! * atom[i]!;
  });
  return Float32Array.from(rest);
}

/**
 * Returns the weights of the vectors whose sum is nearest to z, by the Cholesky factors of their Gram matrix; null if
 * they are dependent.
 */
function leastSquares(z: Float32Array, vectors: readonly Float32Array[]): number[] | null {
  const n = vectors.length;
  const lower = vectors.map(() => new Float64Array(n));
  for (let row = 0; row < n; row++) {
    const own = dot(vectors[row]!, vectors[row]!);
    for (let column = 0; column <= row; column++) {
      let sum = column === row ? own : dot(vectors[row]!, vectors[column]!);
      for (let k = 0; k < column; k++) sum -= lower[row]![k]! * lower[column]![k]!;
      if (column < row) lower[row]![column] = sum / lower[column]![column]!;
      else if (sum <= 1e-9 * own) return null;
      else lower[row]![row] = Math.sqrt(sum);
    }
  }
  const weights = vectors.map((vector) => dot(vector, z));
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) weights[row]! -= lower[row]![k]! * weights[k]!;
    weights[row]! /= lower[row]![row]!;
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) weights[row]! -= lower[k]![row]! * weights[k]!;
    weights[row]! /= lower[row]![row]!;
  }
  return weights;
}
