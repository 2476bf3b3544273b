/**
 * Finds the boundary between marked latents: logistic regression with an L2 penalty,
 *   minimise |w|^2 / 2 + c sum_i log(1 + exp(-y_i (w . x_i + b))),   y_i = +-1,
 * the intercept b not penalised (the objective of scikit-learn's LogisticRegression with C = c).
 *
 * With few marks in many dimensions the solution is a combination of the marks, w = sum_i alpha_i x_i, so all work is
 * done with the m x m matrix K of their inner products. Newton's step in the values f_i = w . x_i + b solves
 *   (K + D^-1) alpha + b 1 = f + D^-1 g,   sum alpha = 0,   D = c p (1 - p),   g = c (1[y = 1] - p),
 * written with B = I + D^1/2 K D^1/2, which is well conditioned (Rasmussen and Williams 2006, "Gaussian processes for
 * machine learning", sec. 3.4), and solved by conjugate gradients. Steps are halved until the objective falls.
 */
type Vector = Float64Array<ArrayBuffer>;

export interface Boundary {
  /** Not of unit length: a latent's logit is w . x + intercept. */
  weights: Vector;
  intercept: number;
  iterations: number;
  /** True when the gradient has vanished to within the tolerance. */
  converged: boolean;
}

export interface FitOptions {
  /** Weight of the marks relative to the penalty; 1 when omitted. */
  c?: number;
}

/**
 * Computes the inner products of all marks: float64 [m * m]. Compute them once and use them for every fit over subsets.
 * Works on two by two marks at a time, so each number read from memory serves twice.
 */
export function gramMatrix(marks: readonly ArrayLike<number>[]): Vector {
  const m = marks.length;
  const rows = marks.map((mark) => Float64Array.from(mark));
  const gram = new Float64Array(m * m);
  const set = (i: number, j: number, product: number): void => {
    gram[i * m + j] = product;
    gram[j * m + i] = product;
  };
  for (let i = 0; i < m; i += 2) {
    for (let j = 0; j <= i; j += 2) {
      // At an odd end the last mark stands in for the missing one.
      const [i1, j1] = [Math.min(i + 1, m - 1), Math.min(j + 1, m - 1)];
      const [p, q, u, v] = [rows[i]!, rows[i1]!, rows[j]!, rows[j1]!];
      let pu = 0;
      let pv = 0;
      let qu = 0;
      let qv = 0;
      for (let k = 0; k < p.length; k++) {
        const a = p[k]!;
        const b = q[k]!;
        const c = u[k]!;
        const d = v[k]!;
        pu += a * c;
        pv += a * d;
        qu += b * c;
        qv += b * d;
      }
      set(i, j, pu);
      set(i, j1, pv);
      set(i1, j, qu);
      set(i1, j1, qv);
    }
  }
  return gram;
}

/**
 * Fits the boundary between marks.
 * @param marks two or more latents, float32 [size] each
 * @param labels true for yes; both kinds must occur (RangeError)
 */
export function fitBoundary(
  marks: readonly Float32Array[],
  labels: readonly boolean[],
  options: FitOptions = {},
): Boundary {
  return toBoundary(fitDual(gramMatrix(marks), labels, options), marks);
}

/** Converts a fit in terms of the marks to weights of the dimensions. */
export function toBoundary(fit: DualBoundary, marks: readonly Float32Array[]): Boundary {
  const { alpha, intercept, iterations, converged } = fit;
  const weights = new Float64Array(marks[0]!.length);
  marks.forEach((mark, i) => {
    for (let k = 0; k < weights.length; k++) weights[k]! += alpha[i]! * mark[k]!;
  });
  return { weights, intercept, iterations, converged };
}

export interface DualBoundary {
  /** Coefficients of the marks; a latent's logit is sum_i alpha_i x_i . x + intercept. */
  alpha: Vector;
  intercept: number;
  iterations: number;
  converged: boolean;
}

/**
 * Newton's method has converged when every mark's coefficient is within this, times c, of the value that its own error asks for.
 */
const TOLERANCE = 1e-6;

/**
 * Fits the boundary in terms of the marks' inner products, `gram` [m * m].
 * @param start a fit to begin from. The fit of most of these marks saves most of the work and leads to the same result.
 */
export function fitDual(
  gram: Vector,
  labels: readonly boolean[],
  { c = 1 }: FitOptions = {},
  start?: Pick<DualBoundary, 'alpha' | 'intercept'>,
): DualBoundary {
  const m = labels.length;
  if (!labels.includes(true) || !labels.includes(false)) {
    throw new RangeError('A boundary needs marks of both kinds.');
  }
  let alpha: Vector = new Float64Array(m);
  let intercept = 0;
  let kAlpha: Vector = new Float64Array(m);
  let loss = objective(alpha, kAlpha, intercept, labels, c);
  if (start) {
    const kStart = multiply(gram, start.alpha);
    const startLoss = objective(start.alpha, kStart, start.intercept, labels, c);
    // A start that is worse than starting from zero would only cost time.
    if (startLoss < loss)
      [alpha, kAlpha, intercept, loss] = [start.alpha, kStart, start.intercept, startLoss];
  }
  let rough = true;
  let forOnes: Vector = new Float64Array(m);
  for (let iteration = 0; ; iteration++) {
    const d = new Float64Array(m);
    const g = new Float64Array(m);
    let gradient = 0;
    for (let i = 0; i < m; i++) {
      const p = 1 / (1 + Math.exp(-(kAlpha[i]! + intercept)));
      d[i] = Math.max(c * p * (1 - p), 1e-12 * c);
      g[i] = c * ((labels[i] ? 1 : 0) - p);
      gradient = Math.max(gradient, Math.abs(g[i]! - alpha[i]!) / c);
    }
    const converged = gradient <= TOLERANCE;
    if (converged || iteration === 100) return { alpha, intercept, iterations: iteration, converged };

    // Far from the end a rough solution of the step is as good as an exact one (Dembo, Eisenstat and Steihaug 1982).
    const accuracy = rough ? Math.min(0.1, 0.1 * gradient) : 1e-10;
    const root = d.map(Math.sqrt);
    const target = Float64Array.from(g, (value, i) => value + d[i]! * (kAlpha[i]! + intercept));
    const forValues = solveShifted(gram, root, target, alpha, accuracy);
    forOnes = solveShifted(gram, root, d, forOnes, accuracy);
    const wantedIntercept = total(forValues) / total(forOnes);
    const wantedAlpha = mix(forValues, forOnes, 1, -wantedIntercept);

    const kWanted = multiply(gram, wantedAlpha);
    let step = 1;
    let found = false;
    while (!found && step > 1e-10) {
      const triedAlpha = mix(alpha, wantedAlpha, 1 - step, step);
      const triedK = mix(kAlpha, kWanted, 1 - step, step);
      const triedIntercept = (1 - step) * intercept + step * wantedIntercept;
      const now = objective(triedAlpha, triedK, triedIntercept, labels, c);
      found = now <= loss;
      if (found) [alpha, kAlpha, intercept, loss] = [triedAlpha, triedK, triedIntercept, now];
      else step /= 2;
    }
    // No step is better: either this one was solved too roughly, or it is the minimum to the last digits of a double.
    if (!found && !rough) return { alpha, intercept, iterations: iteration, converged: gradient <= 1e-4 };
    rough = found;
  }
}

/**
 * Solves x = (K + D^-1)^-1 D^-1 r for D = diag(root^2), by conjugate gradients (Hestenes and Stiefel 1952) on
 * (I + D^1/2 K D^1/2) y = D^-1/2 r with x = D^1/2 y.
 * @param guess of x, to begin with
 * @param accuracy of the residual relative to the right side
 */
function solveShifted(gram: Vector, root: Vector, r: Vector, guess: Vector, accuracy: number): Vector {
  const m = r.length;
  const apply = (y: Vector): Vector => {
    const image = multiply(
      gram,
      y.map((value, i) => root[i]! * value),
    );
    for (let i = 0; i < m; i++) image[i] = y[i]! + root[i]! * image[i]!;
    return image;
  };
  const right = r.map((value, i) => value / root[i]!);
  const y = guess.map((value, i) => value / root[i]!);
  const residual = apply(y).map((value, i) => right[i]! - value);
  const way = residual.slice();
  let squared = inner(residual, residual);
  const enough = accuracy * accuracy * inner(right, right);
  for (let round = 0; round < 10 * m && squared > enough; round++) {
    const image = apply(way);
    const step = squared / inner(way, image);
    for (let i = 0; i < m; i++) {
      y[i]! += step * way[i]!;
      residual[i]! -= step * image[i]!;
    }
    const next = inner(residual, residual);
    for (let i = 0; i < m; i++) way[i] = residual[i]! + (next / squared) * way[i]!;
    squared = next;
  }
  return y.map((value, i) => root[i]! * value);
}

function objective(alpha: Vector, kAlpha: Vector, b: number, labels: readonly boolean[], c: number): number {
  let sum = 0.5 * inner(alpha, kAlpha);
  for (let i = 0; i < labels.length; i++) {
    const margin = (labels[i] ? 1 : -1) * (kAlpha[i]! + b);
    // log(1 + exp(-margin)) without overflow.
    sum += c * (Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin))));
  }
  return sum;
}

function multiply(matrix: Vector, v: Vector): Vector {
  const m = v.length;
  const out = new Float64Array(m);
  for (let i = 0; i < m; i++) out[i] = inner(v, matrix, i * m);
  return out;
}

/** Returns the sum of a[i] b[at + i], as four sums side by side, so no addition has to wait for the previous one. */
function inner(a: Vector, b: Vector, at = 0): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i]! * b[at + i]!;
    s1 += a[i + 1]! * b[at + i + 1]!;
    s2 += a[i + 2]! * b[at + i + 2]!;
    s3 += a[i + 3]! * b[at + i + 3]!;
  }
  for (let i = whole; i < a.length; i++) s0 += a[i]! * b[at + i]!;
  return s0 + s1 + (s2 + s3);
}

function total(v: Vector): number {
  let sum = 0;
  for (const value of v) sum += value;
  return sum;
}

/** p a + q b. */
function mix(a: Vector, b: Vector, p: number, q: number): Vector {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = p * a[i]! + q * b[i]!;
  return out;
}
