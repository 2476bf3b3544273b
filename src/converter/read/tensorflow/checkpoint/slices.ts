/** Partitioned variables: assembling slices, and cutting them out. Row major throughout. */
import { ZscapeError } from '../../../../base/errors.ts';
import { bytesPerElement, elementCount, type Tensor, tensorFromBytes } from '../../../graph/tensor.ts';
import type { Extent } from './orderedCode.ts';

/** Returns `extents` with every length explicit. */
export function spelledOut(extents: readonly Extent[], shape: readonly number[]): Extent[] | undefined {
  if (extents.length !== shape.length) return undefined;
  const result = extents.map((extent, axis) =>
    extent.length === -1 ? { start: 0, length: shape[axis]! } : extent,
  );
  const inside = ({ start, length }: Extent, axis: number) =>
    Number.isInteger(start) && start >= 0 && length >= 0 && start + length <= shape[axis]!;
  return result.every(inside) ? result : undefined;
}

/** Returns whether no element lies in both. */
export function disjoint(a: readonly Extent[], b: readonly Extent[]): boolean {
  return a.some((extent, axis) => {
    const other = b[axis]!;
    return extent.start + extent.length <= other.start || other.start + other.length <= extent.start;
  });
}

/**
 * Copies the box `extents` of a tensor of `shape` to or from its own dense bytes.
 * @param direction 'in': from `part` into `whole`; 'out': from `whole` into `part`.
 */
export function copyBox(
  whole: Uint8Array,
  shape: readonly number[],
  part: Uint8Array,
  extents: readonly Extent[],
  elementBytes: number,
  direction: 'in' | 'out',
): void {
  if (extents.some(({ length }) => length === 0)) return;
  // Fully covered innermost dimensions form one run of bytes together with the dimension before them.
  let axis = extents.length - 1;
  let run = elementBytes;
  while (axis > 0 && extents[axis]!.length === shape[axis]) run *= shape[axis--]!;
  const strides: number[] = [];
  for (let i = shape.length - 1, stride = elementBytes; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i]!;
  }
  const rowBytes = axis < 0 ? elementBytes : run * extents[axis]!.length;
  const outer = extents.slice(0, Math.max(0, axis));
  const index = outer.map(() => 0);
  const start = extents.reduce((sum, extent, i) => sum + extent.start * strides[i]!, 0);
  for (let at = 0; at < part.length; at += rowBytes) {
    const offset = index.reduce((sum, step, i) => sum + step * strides[i]!, start);
    if (direction === 'in') whole.set(part.subarray(at, at + rowBytes), offset);
    else part.set(whole.subarray(offset, offset + rowBytes), at);
    for (let i = index.length - 1; i >= 0; i--) {
      if (++index[i]! < outer[i]!.length) break;
      index[i] = 0;
    }
  }
}

/** Returns the bytes under a tensor's data. */
export function bytesOf({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Copies the box `extents` (explicit) of `tensor`. */
export function cutOut(tensor: Tensor, extents: readonly Extent[], what: string): Tensor {
  const shape = extents.map(({ length }) => length);
  const size = bytesPerElement[tensor.dtype];
  const part = new Uint8Array(elementCount(shape, what) * size);
  copyBox(bytesOf(tensor), tensor.shape, part, extents, size, 'out');
  return tensorFromBytes(tensor.dtype, shape, part, what);
}

/**
 * Parses TensorFlow's `shape_and_slice` of a restore op: `"10 4 0,5:-"` is rows 0 to 4 of a [10, 4] tensor; `""` is all
 * of it.
 * @throws GRAPH_INVALID for anything else.
 */
export function parseSliceSpec(spec: string): { shape: number[]; extents: Extent[] } | undefined {
  if (spec === '') return undefined;
  const words = spec.split(' ');
  const extents = words.pop()!.split(':').map(parseExtent);
  const shape = words.map(Number);
  const valid =
    shape.length === extents.length &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0) &&
    extents.every((extent) => extent !== undefined);
  if (!valid) {
    throw new ZscapeError(
      'GRAPH_INVALID',
      `${JSON.stringify(spec.slice(0, 80))} is not a slice of a variable.`,
    );
  }
  return { shape, extents: extents as Extent[] };
}

function parseExtent(text: string): Extent | undefined {
  if (text === '-') return { start: 0, length: -1 };
  const match = /^(\d{1,15}),(\d{1,15})$/.exec(text);
  return match === null ? undefined : { start: Number(match[1]), length: Number(match[2]) };
}
