/**
 * Convolutions whose kernel is computed from the latent, so that each picture of the batch has its own (StyleGAN 2): the
 * windows of each picture are laid out as rows of a matrix, which is multiplied by that picture's kernel.
 */
import type { Ref } from '../../../../graph/graph.ts';
import { probes } from '../../../../shapes/shapesOf.ts';
import { type Call, emit } from '../../call.ts';
import { Obstacle } from '../../obstacle.ts';

/** Taps of a kernel; 7 x 7 is larger than any generator's. */
const mostTaps = 49;

/** Returns whether the first axis of a kernel holds one kernel per picture. */
export function isPerPicture({ emitter }: Call, kernel: Ref): boolean {
  const [one = [], ...more] = emitter.shapes(kernel);
  return (
    more.some((shape) => shape[0] !== one[0]) &&
    emitter.shapes(kernel).every((shape, n) => shape[0] === one[0]! * probes[n]!)
  );
}

/**
 * Convolves each picture with its own kernel.
 * @param x [n, height, width, c], padded.
 * @param kernel [n * first, second, kernel height, kernel width]: outputs first, or inputs if it is `turned`.
 * @param turned for a transposed convolution, whose kernel is reversed.
 */
export function convolvedPerPicture(call: Call, x: Ref, kernel: Ref, turned: boolean): Ref {
  const { emitter, name } = call;
  const [all = 0, second = 0, rows = 0, columns = 0] = emitter.shapes(kernel)[0]!;
  const [, height, width, channels] = emitter.shape(x) as [number, number, number, number];
  const [inner, outer] = turned ? [all, second] : [second, all];
  if (inner !== channels || rows * columns > mostTaps || rows > height || columns > width)
    throw new Obstacle(`has a kernel for each picture that does not fit ${channels} channels`);
  const [outH, outW] = [height - rows + 1, width - columns + 1];
  const taps: Ref[] = [];
  for (let y = 0; y < rows; y++) {
    for (let z = 0; z < columns; z++) {
      const from = turned ? [0, rows - 1 - y, columns - 1 - z, 0] : [0, y, z, 0];
      const begin = emitter.integers(`${name}/tap_${y}_${z}_from`, from);
      const size = emitter.integers(`${name}/tap_${y}_${z}_size`, [-1, outH, outW, channels]);
      taps.push(emit(call, 'Slice', `tap_${y}_${z}`, [x, begin, size]));
    }
  }
  const axis = emitter.integers(`${name}/taps_axis`, [3], []);
  const joined = taps.length === 1 ? taps[0]! : emit(call, 'ConcatV2', 'taps', [...taps, axis]);
  const depth = rows * columns * channels;
  const windows = reshaped(call, 'windows', joined, [-1, outH * outW, depth]);
  const split = reshaped(call, 'kernels', kernel, [-1, all, second, rows, columns]);
  const turn = emitter.integers(`${name}/kernels_turn`, turned ? [0, 3, 4, 1, 2] : [0, 3, 4, 2, 1]);
  const laid = emit(call, 'Transpose', 'kernels_laid', [split, turn]);
  const matrices = reshaped(call, 'matrices', laid, [-1, depth, outer]);
  const product = emit(call, 'BatchMatMulV2', 'product', [windows, matrices]);
  return reshaped(call, 'picture', product, [-1, outH, outW, outer]);
}

function reshaped(call: Call, name: string, ref: Ref, shape: readonly number[]): Ref {
  return emit(call, 'Reshape', name, [ref, call.emitter.integers(`${call.name}/${name}/shape`, shape)]);
}
