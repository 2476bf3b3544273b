/**
 * Ways to compute a 3x3 convolution, as data. Along an axis, the pixels of a position are multiplied by `data` and the
 * taps by `weights`; the two are multiplied element by element, and the products are multiplied by `output`. In two
 * dimensions each matrix applies to both rows and columns. The kernels' code and the packing of weights are both
 * generated from this table.
 *
 * - direct: the definition; three taps, three products, one output.
 * - f2: Winograd F(2, 3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015): 4 products, 2
 *   outputs.
 * - f4: Winograd F(4, 3), same source: 6 products, 4 outputs.
 * - collapse: over a line doubled by nearest neighbour, two outputs see x[-1] g0 + x[0] (g1 + g2) and x[0] (g0 + g1) +
 *   x[1] g2; with the products (x[-1] - x[0]) g0, x[0] (g0 + g1 + g2) and (x[0] - x[1]) g2 they are m0 + m1 and m1 - m2.
 */
export type Matrix = readonly (readonly number[])[];

export interface Scheme {
  /** Whether it convolves the image after doubling by nearest neighbour. */
  up: boolean;
  /** Source pixels along an axis from one position to the next. */
  step: number;
  /** [products][pixels]; the first pixel is the one before the position's own. */
  data: Matrix;
  /** [products][3] */
  weights: Matrix;
  /** [outputs][products] */
  output: Matrix;
}

const identity: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

export const schemes = {
  direct: { up: false, step: 1, data: identity, weights: identity, output: [[1, 1, 1]] },
  f2: {
    up: false,
    step: 2,
    data: [
      [1, 0, -1, 0],
      [0, 1, 1, 0],
      [0, -1, 1, 0],
      [0, 1, 0, -1],
    ],
    weights: [
      [1, 0, 0],
      [0.5, 0.5, 0.5],
      [0.5, -0.5, 0.5],
      [0, 0, 1],
    ],
    output: [
      [1, 1, 1, 0],
      [0, 1, -1, -1],
    ],
  },
  f4: {
    up: false,
    step: 4,
    data: [
      [4, 0, -5, 0, 1, 0],
      [0, -4, -4, 1, 1, 0],
      [0, 4, -4, -1, 1, 0],
      [0, -2, -1, 2, 1, 0],
      [0, 2, -1, -2, 1, 0],
      [0, 4, 0, -5, 0, 1],
    ],
    weights: [
      [1 / 4, 0, 0],
      [-1 / 6, -1 / 6, -1 / 6],
      [-1 / 6, 1 / 6, -1 / 6],
      [1 / 24, 1 / 12, 1 / 6],
      [1 / 24, -1 / 12, 1 / 6],
      [0, 0, 1],
    ],
    output: [
      [1, 1, 1, 1, 1, 0],
      [0, 1, -1, 2, -2, 0],
      [0, 1, 1, 4, 4, 0],
      [0, 1, -1, 8, -8, 1],
    ],
  },
  collapse: {
    up: true,
    step: 1,
    data: [
      [1, -1, 0],
      [0, 1, 0],
      [0, 1, -1],
    ],
    weights: [
      [1, 0, 0],
      [1, 1, 1],
      [0, 0, 1],
    ],
    output: [
      [1, 1, 0],
      [0, 1, -1],
    ],
  },
} as const satisfies Record<string, Scheme>;

export type SchemeName = keyof typeof schemes;

/**
 * Derives the backward pass of a scheme: the transpose of the convolution, from the gradient of its output to that of its
 * input, using the products of taps that the forward pass keeps in memory.
 *
 * - For a plain convolution, it is the convolution with the kernel turned by 180 degrees. A picture turned together with
 *   its kernel gives the same picture turned. So pixels and outputs reverse their order, and products stay.
 * - For `collapse`: along an axis, pixel i was seen by the even pixel e[i] and the odd one o[i]. Its gradient o[i-1] g2 +
 *   o[i] (g0 + g1) + e[i] (g1 + g2) + e[i+1] g0 is (e[i+1] - e[i]) g0 + (o[i] + e[i]) (g0 + g1 + g2) + (o[i-1] - o[i])
 *   g2: the products of the forward pass. In two dimensions these are 9 per pixel, while by definition 9 taps would see
 *   each of 16 pixels of the doubled picture.
 */
export function backward(name: SchemeName): Scheme {
  const scheme: Scheme = schemes[name];
  if (scheme.up) return spread;
  const turned = (matrix: Matrix) => matrix.map((row) => row.toReversed());
  return {
    ...scheme,
    data: turned(scheme.data),
    weights: turned(scheme.weights),
    output: scheme.output.toReversed(),
  };
}

/** `collapse` backwards. Its pixels are o[i-1], e[i], o[i] and e[i+1]; `weights` apply to the taps in forward order. */
const spread: Scheme = {
  up: false,
  step: 2,
  data: [
    [0, -1, 0, 1],
    [0, 1, 1, 0],
    [1, 0, -1, 0],
  ],
  weights: schemes.collapse.weights,
  output: [[1, 1, 1]],
};

/** Returns the number of products of a position, in two dimensions. */
export const productsOf = ({ data }: Scheme): number => data.length ** 2;
/** Returns the number of outputs of a position along an axis. */
export const outputsOf = ({ output }: Scheme): number => output.length;
/** Returns the number of source pixels that a position sees along an axis. */
export const pixelsOf = ({ data }: Scheme): number => data[0]!.length;
/** Returns whether each output is the sum of all products, so that they can be added immediately. */
export const isSum = ({ output }: Scheme): boolean =>
  output.length === 1 && output[0]!.every((coefficient) => coefficient === 1);

/** Returns the factor of each of the nine taps in each product's weight, in two dimensions: [product][tap]. */
export function weightCoefficients({ weights }: Scheme): number[][] {
  return weights.flatMap((row) => weights.map((column) => row.flatMap((a) => column.map((b) => a * b))));
}
