/**
 * The inverse of the normal distribution function by algorithm AS 241, PPND16 (M. J. Wichura, Applied Statistics 37,
 * 1988): ratios of polynomials with relative error about 1e-16. It uses only exactly rounded operations; see `random.ts`.
 */

// Coefficients of each ratio, from the constant term up, as the doubles nearest to the published ones.
const centreOver = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const centreUnder = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const tailOver = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const tailUnder = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const farTailOver = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
];
const farTailUnder = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
];

/** Returns the x with P(N(0, 1) <= x) = p, for p in the open interval (0, 1). */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(centreOver, r)) / polynomial(centreUnder, r);
  }
  const r = Math.sqrt(-exactLog(q < 0 ? p : 1 - p));
  const x =
    r <= 5
      ? polynomial(tailOver, r - 1.6) / polynomial(tailUnder, r - 1.6)
      : polynomial(farTailOver, r - 5) / polynomial(farTailUnder, r - 5);
  return q < 0 ? -x : x;
}

/**
 * Returns the natural logarithm of a positive, normal double, the same on every machine (with a relative error of about
 * 2e-16): x = m 2^e with m about 1, and log m = 2 artanh((m - 1) / (m + 1)) as a series.
 */
export function exactLog(x: number): number {
  let m = x;
  let e = 0;
  while (m < Math.SQRT1_2) {
    m *= 2;
    e -= 1;
  }
  while (m > Math.SQRT2) {
    m /= 2;
    e += 1;
  }
  const s = (m - 1) / (m + 1); // |s| <= 0.172, so s^25 / 25 is below 1e-20
  const square = s * s;
  let sum = 0;
  for (let k = 23; k >= 1; k -= 2) sum = sum * square + 1 / k;
  return e * Math.LN2 + 2 * s * sum;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + coefficients[i]!;
  return value;
}
