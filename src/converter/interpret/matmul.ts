/** The matrix product under every convolution of the interpreter, in doubles. */

/**
 * Computes c [m, n] = a [m, k] b [k, n], row major, with sums in double precision. A tile of 2 x 4 sums stays in
 * registers, and b is packed in strips of 4 columns so that the inner loop reads memory in order.
 */
export function matmul(a: Float64Array, b: PackedMatrix, m: number, c: Float64Array): void {
  const { k, n, strips } = b;
  for (let j = 0; j < n; j += 4) {
    const strip = j * k;
    for (let i = 0; i < m; i += 2) {
      const a0 = i * k;
      const a1 = i + 1 < m ? a0 + k : a0;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let p = 0, q = strip; p < k; p++, q += 4) {
        const x0 = a[a0 + p]!;
        const x1 = a[a1 + p]!;
        const b0 = strips[q]!;
        const b1 = strips[q + 1]!;
        const b2 = strips[q + 2]!;
        const b3 = strips[q + 3]!;
        s00 += x0 * b0;
        s01 += x0 * b1;
        s02 += x0 * b2;
        s03 += x0 * b3;
        s10 += x1 * b0;
        s11 += x1 * b1;
        s12 += x1 * b2;
        s13 += x1 * b3;
      }
      put(c, i * n + j, n - j, s00, s01, s02, s03);
      if (i + 1 < m) put(c, (i + 1) * n + j, n - j, s10, s11, s12, s13);
    }
  }
}

function put(
  c: Float64Array,
  at: number,
  room: number,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
): void {
  c[at] = s0;
  if (room > 1) c[at + 1] = s1;
  if (room > 2) c[at + 2] = s2;
  if (room > 3) c[at + 3] = s3;
}

/** b [k, n] in strips of 4 columns, the last padded with zeros. */
export interface PackedMatrix {
  readonly k: number;
  readonly n: number;
  readonly strips: Float64Array;
}

/** Packs a matrix. @param at returns the element of row p and column j. */
export function pack(k: number, n: number, at: (p: number, j: number) => number): PackedMatrix {
  const strips = new Float64Array(Math.ceil(n / 4) * 4 * k);
  for (let j = 0; j < n; j++) {
    const strip = (j - (j % 4)) * k + (j % 4);
    for (let p = 0; p < k; p++) strips[strip + 4 * p] = at(p, j);
  }
  return { k, n, strips };
}
