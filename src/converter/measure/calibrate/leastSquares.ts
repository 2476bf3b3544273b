/** Linear least squares by normal equations, accumulated a few rows at a time. */
import { matmul, pack } from '../../interpret/matmul.ts';

const blockRows = 64;

export class LeastSquares {
  readonly #inputs: number;
  readonly #outputs: number;
  /** Sum of x x' and of x y', where x has a 1 in its last place for the constant term. */
  readonly #gram: Float64Array;
  readonly #moments: Float64Array;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  #rows = 0;

  constructor(inputs: number, outputs: number) {
    const d = inputs + 1;
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#gram = new Float64Array(d * d);
    this.#moments = new Float64Array(d * outputs);
    this.#x = new Float64Array(blockRows * d);
    this.#y = new Float64Array(blockRows * outputs);
  }

  /** Adds the row x -> y, read from the two arrays at the given places. */
  add(x: ArrayLike<number>, xAt: number, y: ArrayLike<number>, yAt: number): void {
    const d = this.#inputs + 1;
    const row = this.#rows++;
    for (let i = 0; i < this.#inputs; i++) this.#x[row * d + i] = x[xAt + i]!;
    this.#x[row * d + this.#inputs] = 1;
    for (let k = 0; k < this.#outputs; k++) this.#y[row * this.#outputs + k] = y[yAt + k]!;
    if (this.#rows === blockRows) this.#flush();
  }

  /**
   * Returns the weights [inputs + 1, outputs] that minimise the squares, constant terms last. A small ridge on the
   * diagonal keeps inputs that never vary or that repeat each other from doing harm.
   */
  solve(ridge = 1e-7): Float64Array {
    this.#flush();
    const d = this.#inputs + 1;
    let trace = 0;
    for (let i = 0; i < d; i++) trace += this.#gram[i * d + i]!;
    const gram = this.#gram.slice();
    for (let i = 0; i < d; i++) gram[i * d + i]! += ridge * (trace / d) + Number.MIN_VALUE;
    return solvePositive(gram, d, this.#moments, this.#outputs);
  }

  #flush(): void {
    const [rows, d, outputs] = [this.#rows, this.#inputs + 1, this.#outputs];
    this.#rows = 0;
    if (rows === 0) return;
    const turned = new Float64Array(d * rows);
    for (let r = 0; r < rows; r++) for (let i = 0; i < d; i++) turned[i * rows + r] = this.#x[r * d + i]!;
    accumulate(turned, this.#x, rows, d, d, this.#gram);
    accumulate(turned, this.#y, rows, d, outputs, this.#moments);
  }
}

function accumulate(
  a: Float64Array,
  b: Float64Array,
  k: number,
  m: number,
  n: number,
  sums: Float64Array,
): void {
  const product = new Float64Array(m * n);
  matmul(
    a,
    pack(k, n, (p, j) => b[p * n + j]!),
    m,
    product,
  );
  for (let i = 0; i < product.length; i++) sums[i]! += product[i]!;
}

/** Solves a w = b for a symmetric positive definite a [d, d] by Cholesky's factorisation; a is overwritten. */
function solvePositive(a: Float64Array, d: number, b: Float64Array, columns: number): Float64Array {
  for (let j = 0; j < d; j++) {
    for (let i = j; i < d; i++) {
      let sum = a[i * d + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * d + k]! * a[j * d + k]!;
      a[i * d + j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / a[j * d + j]!;
    }
  }
  const w = b.slice();
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < d; i++) {
      let sum = w[i * columns + c]!;
      for (let k = 0; k < i; k++) sum -= a[i * d + k]! * w[k * columns + c]!;
      w[i * columns + c] = sum / a[i * d + i]!;
    }
    for (let i = d - 1; i >= 0; i--) {
      let sum = w[i * columns + c]!;
      for (let k = i + 1; k < d; k++) sum -= a[k * d + i]! * w[k * columns + c]!;
      w[i * columns + c] = sum / a[i * d + i]!;
    }
  }
  return w;
}
