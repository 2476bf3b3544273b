/**
 * Ways to compute a 3x3 convolution, as data. Along an axis the pixels of a position are multiplied by `data` and its taps by `weights`;
 * the two are multiplied element by element, and the products are multiplied by `output`. In two dimensions each matrix is used on rows
 * and on columns. The kernels' text and the packing of weights are both made from this table.
 *
 * - direct: the definition; three taps, three products, one output.
 * - f2: Winograd F(2, 3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015): 4 products, 2 outputs.
 * - f4: Winograd F(4, 3), same source: 6 products, 4 outputs.
 * - collapse: over a line doubled by nearest neighbour, two outputs see x[-1] g0 + x[0] (g1 + g2) and x[0] (g0 + g1) +
 *   x[1] g2; with the products (x[-1] - x[0]) g0, x[0] (g0 + g1 + g2) and (x[0] - x[1]) g2 they are m0 + m1 and m1 - m2.
 */
export type Matrix = readonly (readonly number[])[];

export interface Scheme {
  /** Whether it convolves over the image doubled by nearest neighbour. */
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

/** How many products a position has, in two dimensions. */
export const productsOf = ({ data }: Scheme): number => data.length ** 2;
/** How many outputs a position has along an axis. */
export const outputsOf = ({ output }: Scheme): number => output.length;
/** How many source pixels a position sees along an axis. */
export const pixelsOf = ({ data }: Scheme): number => data[0]!.length;
/** Whether each output is the sum of all products, so that they can be added up at once. */
export const isSum = ({ output }: Scheme): boolean =>
  output.length === 1 && output[0]!.every((coefficient) => coefficient === 1);

/** The factor of each of the nine taps in each product's weight, in two dimensions: [product][tap]. */
export function weightCoefficients({ weights }: Scheme): number[][] {
  return weights.flatMap((row) => weights.map((column) => row.flatMap((a) => column.map((b) => a * b))));
}
