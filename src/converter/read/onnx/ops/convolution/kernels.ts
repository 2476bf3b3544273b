/**
 * Kernels of convolutions in the form that the converter's ops take. They are computed at each load, so that weights are
 * not held twice.
 */
import type { Constant, Ref } from '../../../../graph/graph.ts';
import { toTensor, toValue } from '../../../../graph/value.ts';
import type { Call } from '../../call.ts';
import { moved } from '../../held.ts';
import { Obstacle } from '../../obstacle.ts';

/**
 * Returns the kernel with its axes moved, then optionally rotated by 180 degrees, then optionally with zeros between its
 * taps.
 */
export function kernelAs(
  call: Call,
  kernel: Ref,
  permutation: readonly number[],
  { turned = false, dilations = [1, 1] as readonly number[] } = {},
): Ref {
  const { emitter } = call;
  const spread = dilations.some((step) => step !== 1);
  const own = moved(emitter, kernel, permutation);
  if (!turned && !spread) return own;
  const constant = emitter.constantAt(own);
  if (constant === undefined) throw new Obstacle('has a kernel that is computed, and turns or spreads it');
  return emitter.constant(`${kernel.node}/taps`, retapped(constant, turned, dilations));
}

/** The limit for a kernel with zeros between its taps. */
const mostNumbers = 2 ** 25;

/** Reverses the taps of a kernel [height, width, ...], or inserts zeros between them. */
function retapped(constant: Constant, turned: boolean, dilations: readonly number[]): Constant {
  const [height, width, ...rest] = constant.shape as [number, number, ...number[]];
  const [dy, dx] = dilations as [number, number];
  const shape = [(height - 1) * dy + 1, (width - 1) * dx + 1, ...rest];
  const cell = rest.reduce((product, size) => product * size, 1);
  if (shape[0]! * shape[1]! * cell > mostNumbers)
    throw new Obstacle('has dilations that make its kernel too large');
  return {
    dtype: 'float32',
    shape,
    load() {
      const { data } = toValue(constant.load());
      const out = new Float32Array(shape[0]! * shape[1]! * cell);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const from = turned ? (height - 1 - y) * width + width - 1 - x : y * width + x;
          out.set(data.subarray(from * cell, (from + 1) * cell), (y * dy * shape[1]! + x * dx) * cell);
        }
      }
      return { dtype: 'float32', shape, data: out };
    },
  };
}

/** Returns the part of a constant that belongs to one of several groups along its first axis. */
export function groupOf(call: Call, kernel: Ref, group: number, groups: number): Ref {
  const constant = call.emitter.constantAt(kernel);
  if (constant === undefined) throw new Obstacle('has groups and a kernel that is computed');
  const [first = 0, ...rest] = constant.shape;
  const shape = [first / groups, ...rest];
  const size = shape.reduce((product, one) => product * one, 1);
  return call.emitter.constant(`${kernel.node}/group_${group}`, {
    dtype: 'float32',
    shape,
    load() {
      const value = toValue(constant.load());
      return toTensor({ ...value, shape, data: value.data.slice(group * size, (group + 1) * size) });
    },
  });
}
