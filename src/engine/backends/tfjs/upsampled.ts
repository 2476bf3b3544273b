/**
 * A 3x3 convolution over an image doubled by nearest neighbour, without doubling it. The 3x3 doubled neighbours of an
 * output pixel lie in only two rows and two columns of the small image: even rows of the output see x[-1] g0 + x[0] (g1 +
 * g2), odd ones x[0] (g0 + g1) + x[+1] g2, and likewise for columns. Four 2x2 convolutions of the small image, one for
 * each phase of (row, column), take 16 products for each small pixel instead of 36 by definition.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Weight } from '../../../bundle/read/weights.ts';

/** Taps of the small image in each phase, as sums of the three taps g0, g1, g2. */
const phaseTaps: readonly (readonly number[][])[] = [
  [[0], [1, 2]], // even: of x[-1] and x[0]
  [[0, 1], [2]], // odd: of x[0] and x[+1]
];

/**
 * Interleaving four phases copies single pixels, which pays off from about this product of input and output channels
 * (measured on WASM in Chromium). Below it, one 2x3 convolution computes both columns with 24 products.
 */
const CHANNELS_FOR_FOUR = 4096;

interface FusedActivation {
  activation: 'leakyrelu';
  leakyreluAlpha: number;
}

/**
 * Builds the convolution on the active backend.
 * @param kernel [3, 3, in, out]
 * @param keep registers each new tensor for disposal.
 * @returns a function from [1, h, w, in] to [1, 2h, 2w, out]
 */
export function upsampledConvolution(
  kernel: Weight,
  bias: Weight,
  activation: FusedActivation,
  keep: <T extends tf.Tensor>(tensor: T) => T,
): (x: tf.Tensor4D) => tf.Tensor4D {
  const [, , from = 0, to = 0] = kernel.shape;
  const convolve = (
    x: tf.Tensor4D,
    filter: tf.Tensor4D,
    shift: tf.Tensor1D,
    row: number,
    columns: [number, number],
  ) =>
    tf.fused.conv2d({
      x,
      filter,
      bias: shift,
      strides: 1,
      pad: [[0, 0], row === 0 ? [1, 0] : [0, 1], columns, [0, 0]],
      ...activation,
    });
  /** Interleaves the rows of two images: [h, w'] and [h, w'] to [2h, w']. */
  const interleaved = (even: tf.Tensor, odd: tf.Tensor, [, h = 0, w = 0]: number[]) =>
    tf.reshape(tf.concat([tf.reshape(even, [h, 1, 2 * w * to]), tf.reshape(odd, [h, 1, 2 * w * to])], 1), [
      1,
      2 * h,
      2 * w,
      to,
    ]) as tf.Tensor4D;

  if (from * to >= CHANNELS_FOR_FOUR) {
    const shift = keep(tf.tensor1d(bias.data));
    const filters = [0, 1].map((row) =>
      [0, 1].map((column) => keep(tf.tensor4d(folded(kernel, row, column), [2, 2, from, to]))),
    );
    return (x) => {
      const [even, odd] = filters.map((pair, row) => {
        const columns = pair.map((filter, column) =>
          convolve(x, filter, shift, row, column === 0 ? [1, 0] : [0, 1]),
        );
        return tf.concat(columns, 3); // [1, h, w, 2 out], which is [1, h, 2w, out]
      });
      return interleaved(even!, odd!, x.shape);
    };
  }

  const shift = keep(tf.tensor1d(Float32Array.of(...bias.data, ...bias.data)));
  const filters = [0, 1].map((row) => keep(tf.tensor4d(sideBySide(kernel, row), [2, 3, from, 2 * to])));
  return (x) => {
    const [even, odd] = filters.map((filter, row) => convolve(x, filter, shift, row, [1, 1]));
    return interleaved(even!, odd!, x.shape);
  };
}

/** Computes the 2x2 kernel [2, 2, in, out] of one phase. */
function folded({ shape, data }: Weight, row: number, column: number): Float32Array<ArrayBuffer> {
  const size = shape[2]! * shape[3]!;
  const out = new Float32Array(4 * size);
  phaseTaps[row]!.forEach((rows, y) => {
    phaseTaps[column]!.forEach((columns, x) => {
      for (const ky of rows)
        for (const kx of columns)
          for (let i = 0; i < size; i++) out[(2 * y + x) * size + i]! += data[(3 * ky + kx) * size + i]!;
    });
  });
  return out;
}

/**
 * Computes both column phases of one row phase as one kernel [2, 3, in, 2 out], with zeros for the column that each phase
 * does not see.
 */
function sideBySide(kernel: Weight, row: number): Float32Array<ArrayBuffer> {
  const [, , from = 0, to = 0] = kernel.shape;
  const out = new Float32Array(6 * from * 2 * to);
  for (const column of [0, 1]) {
    const phase = folded(kernel, row, column);
    for (let y = 0; y < 2; y++)
      for (let x = 0; x < 2; x++)
        for (let i = 0; i < from; i++) {
          const source = ((2 * y + x) * from + i) * to;
          out.set(
            phase.subarray(source, source + to),
            ((3 * y + x + column) * from + i) * 2 * to + column * to,
          );
        }
  }
  return out;
}
