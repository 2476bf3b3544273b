/** Keeps the HDF5 library from believing what a file says of itself: how many values there are, how much a chunk unpacks to. */
import { Unzlib } from 'fflate';
import type { DataObjects, Group } from 'jsfive';
import { ZscapeError } from '../../../base/errors.ts';

/** HDF5's own writers make chunks of a megabyte; the largest tensor of a generator has some hundred. */
export const mostChunkBytes = 128 * 2 ** 20;
/** Names of layers and weights. */
const mostValues = 100_000;

type Library = typeof import('jsfive');

const gzip = 1;
const guarded = new WeakSet<object>();

/** Changes the library where a damaged file would make it compute or allocate without end. */
export function guard({ Filters }: Library, { _dataobjects }: Group): void {
  Filters.set(gzip, (chunk) => unpacked(new Uint8Array(chunk)));
  const prototype = Object.getPrototypeOf(_dataobjects) as DataObjects;
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  const read = prototype._attr_value;
  prototype._attr_value = function (dtype, buffer, count, offset) {
    if (!(count <= mostValues)) throw new RangeError('more values than the file can hold');
    return read.call(this, dtype, buffer, count, offset);
  };
}

function unpacked(packed: Uint8Array): ArrayBuffer {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Unzlib((part) => {
    parts.push(part);
    size += part.length;
    if (size > mostChunkBytes)
      throw new ZscapeError(
        'TENSOR_INVALID',
        'A chunk of the HDF5 file unpacks to more than any tensor has.',
      );
  });
  // Pushed in pieces, so that a bomb is noticed early.
  const piece = 2 ** 15;
  for (let at = 0; at < packed.length; at += piece)
    stream.push(packed.subarray(at, at + piece), at + piece >= packed.length);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}
