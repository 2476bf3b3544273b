/**
 * Eigenvectors of symmetric matrices: all of them for a small matrix, the leading ones for a large one. Matrices are
 * float64 [n * n].
 */
import { createRandom } from '../../base/random.ts';

type Vector = Float64Array<ArrayBuffer>;

export interface EigenPairs {
  /** In descending order. */
  values: number[];
  /** Unit vectors, in the order of the values; their largest component is positive. */
  vectors: Vector[];
}

/** Finds all eigenvectors by cyclic Jacobi rotations. Meant for n up to about a hundred. */
export function jacobiEigen(matrix: Vector, n: number): EigenPairs {
  const a = matrix.slice();
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  const diagonal = (): number => a.reduce((sum, x, i) => (i % (n + 1) === 0 ? sum + x * x : sum), 0);
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += a[i * n + j]! ** 2;
    if (off <= 1e-26 * diagonal()) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]!);
  return {
    values: order.map((i) => a[i * n + i]!),
    vectors: order.map((k) => signed(Float64Array.from({ length: n }, (_, i) => v[i * n + k]!))),
  };
}

/**
 * Applies one rotation in the plane of p and q, which makes a[p, q] zero (Golub and Van Loan, "Matrix computations",
 * 8.5.2).
 */
function rotate(a: Vector, v: Vector, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[k * n + p]!, a[k * n + q]!];
    a[k * n + p] = c * x - s * y;
    a[k * n + q] = s * x + c * y;
  }
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[p * n + k]!, a[q * n + k]!];
    a[p * n + k] = c * x - s * y;
    a[q * n + k] = s * x + c * y;
  }
  for (let k = 0; k < n; k++) {
    const [x, y] = [v[k * n + p]!, v[k * n + q]!];
    v[k * n + p] = c * x - s * y;
    v[k * n + q] = s * x + c * y;
  }
}

/**
 * Finds the eigenvectors of the `count` largest eigenvalues of a positive semidefinite matrix, by subspace iteration with
 * a few spare vectors and a Rayleigh-Ritz step in each round (Golub and Van Loan, 8.2.4).
 */
export function leadingEigen(matrix: Vector, n: number, count: number): EigenPairs {
  const wanted = Math.min(count, n);
  const width = Math.min(n, wanted + Math.max(8, wanted));
  if (n <= 48) return firstPairs(jacobiEigen(matrix, n), wanted);
  const random = createRandom(1);
  let basis = orthonormalise(
    Array.from({ length: width }, () => Float64Array.from({ length: n }, random.normal)),
    random.normal,
  );
  let previous: number[] = [];
  for (let round = 0; ; round++) {
    const images = basis.map((vector) => times(matrix, n, vector));
    const projected = new Float64Array(width * width);
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) projected[i * width + j] = inner(basis[i]!, images[j]!);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < i; j++) {
        const mean = (projected[i * width + j]! + projected[j * width + i]!) / 2;
        projected[i * width + j] = mean;
        projected[j * width + i] = mean;
      }
    }
    const ritz = jacobiEigen(projected, width);
    const worst = ritz.values
      .slice(0, wanted)
      .reduce((most, value, k) => Math.max(most, Math.abs(value - (previous[k] ?? 0))), 0);
    const settled = round > 0 && worst <= 1e-9 * Math.abs(ritz.values[0]!);
    if (settled || round === 100) {
      return {
        values: ritz.values.slice(0, wanted),
        vectors: ritz.vectors.slice(0, wanted).map((weights) => signed(combination(basis, weights))),
      };
    }
    previous = ritz.values;
    basis = orthonormalise(
      ritz.vectors.map((weights) => combination(images, weights)),
      random.normal,
    );
  }
}

function firstPairs({ values, vectors }: EigenPairs, count: number): EigenPairs {
  return { values: values.slice(0, count), vectors: vectors.slice(0, count) };
}

/** Gram-Schmidt, run twice; a vector that depends on those before it is replaced by a random one. */
function orthonormalise(vectors: Vector[], draw: () => number): Vector[] {
  const basis: Vector[] = [];
  for (const given of vectors) {
    let vector = given;
    for (let attempt = 0; ; attempt++) {
      const before = Math.sqrt(inner(vector, vector));
      for (let pass = 0; pass < 2; pass++) {
        for (const unit of basis) {
          const along = inner(vector, unit);
          for (let i = 0; i < vector.length; i++) vector[i]! -= along * unit[i]!;
        }
      }
      const left = Math.sqrt(inner(vector, vector));
      if (left > 1e-10 * before && left > 0) {
        basis.push(vector.map((x) => x / left));
        break;
      }
      if (attempt === 3)
        throw new RangeError(
          `There is no room for ${vectors.length} vectors in ${vector.length} dimensions.`,
        );
      vector = Float64Array.from(vector, draw);
    }
  }
  return basis;
}

function times(matrix: Vector, n: number, v: Vector): Vector {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0, at = i * n; j < n; j++, at++) sum += matrix[at]! * v[j]!;
    out[i] = sum;
  }
  return out;
}

function combination(vectors: readonly Vector[], weights: Vector): Vector {
  const out = new Float64Array(vectors[0]!.length);
  vectors.forEach((vector, k) => {
    const weight = weights[k]!;
    for (let i = 0; i < out.length; i++) out[i]! += weight * vector[i]!;
  });
  return out;
}

function inner(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Fixes the free sign of an eigenvector: the largest component becomes positive, so every run gives the same result. */
function signed(v: Vector): Vector {
  let largest = 0;
  for (const x of v) if (Math.abs(x) > Math.abs(largest)) largest = x;
  return largest < 0 ? v.map((x) => -x) : v;
}
