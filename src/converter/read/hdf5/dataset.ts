/** A tensor of an HDF5 file: a view of its bytes if they are contiguous, otherwise assembled from its chunks. */
import type { Dataset } from 'jsfive';
import { ZscapeError } from '../../../base/errors.ts';
import { type Constant, constantOf } from '../../graph/graph.ts';
import {
  bytesPerElement,
  type DType,
  elementCount,
  type TensorData,
  tensorFromBytes,
} from '../../graph/tensor.ts';
import { mostChunkBytes } from './guards.ts';

/** NumPy's names of types, without the byte order. */
const dtypes: Readonly<Record<string, DType>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
};

/** The header message that locates the values. */
const layoutMessage = 8;
const [compact, contiguous, chunked] = [0, 1, 2];
const nowhere = 0xffff_ffff_ffff_ffffn;

/** Reads a tensor. @throws TENSOR_INVALID for a type or size that no weight has, or values beyond the file's end. */
export function asConstant(dataset: Dataset, what: string): Constant {
  const said = typeof dataset.dtype === 'string' ? dataset.dtype : '';
  const [, order = '', type = ''] = /^([<>|=]?)([fiu]\d)$/.exec(said) ?? [];
  const dtype = Object.hasOwn(dtypes, type) ? dtypes[type] : undefined;
  if (dtype === undefined) {
    throw new ZscapeError('TENSOR_INVALID', `${what} has a type that no generator needs.`);
  }
  const shape = [...dataset.shape];
  const count = elementCount(shape, what);
  const layout = layoutOf(dataset);
  if (order !== '>' && layout.kind !== chunked) {
    return constantOf(
      tensorFromBytes(dtype, shape, bytesOf(layout, count * bytesPerElement[dtype], what), what),
    );
  }
  checkChunks(dataset, count, bytesPerElement[dtype], what);
  // Reading value by value takes a microsecond each, so it is done only once.
  let data: TensorData | undefined;
  const load = () => {
    data ??= valuesOf(dataset, dtype, count);
    return { ...plain(dtype), shape, data };
  };
  return { ...plain(dtype), shape, load };
}

/** Returns the type in which individually read values are kept. */
function plain(dtype: DType): { readonly dtype: 'float32' | 'int32' } {
  return { dtype: dtype.startsWith('float') ? 'float32' : 'int32' };
}

interface Layout {
  readonly kind: number;
  readonly view: DataView;
  /** Offset of the bytes, and their number if the layout states it; undefined if none were ever written. */
  readonly at?: number;
  readonly size?: number;
}

function layoutOf({ _dataobjects: objects }: Dataset): Layout {
  const offset = Number(objects.find_msg_type(layoutMessage)[0]?.get('offset_to_message'));
  const [, , kind, properties] = objects._get_data_message_properties(offset);
  const view = new DataView(objects.fh);
  if (kind === compact) return { kind, view, at: properties + 2, size: view.getUint16(properties, true) };
  if (kind !== contiguous) return { kind, view };
  const at = view.getBigUint64(properties, true);
  return at === nowhere ? { kind, view } : { kind, view, at: Number(at) };
}

function bytesOf({ view, at, size }: Layout, bytes: number, what: string): Uint8Array {
  if (at === undefined) return zeros(bytes, view, what);
  if (at + bytes <= view.byteLength && (size === undefined || size >= bytes))
    return new Uint8Array(view.buffer, at, bytes);
  throw new ZscapeError(
    'TENSOR_INVALID',
    `${what} lies past the end of the file, which is cut off or damaged.`,
  );
}

/** Makes the zeros of a tensor that was never filled and takes no room in the file. */
function zeros(bytes: number, view: DataView, what: string): Uint8Array {
  if (bytes <= Math.max(view.byteLength, 2 ** 20)) return new Uint8Array(bytes);
  throw new ZscapeError('TENSOR_INVALID', `${what} has no values in the file.`);
}

/** Unpacked bytes per byte of the file; deflate packs zeros at a thousand, weights at 1.1. */
const mostRatio = 200;
const ratioFloor = 32 * 2 ** 20;

function checkChunks(
  { _dataobjects: objects }: Dataset,
  count: number,
  itemBytes: number,
  what: string,
): void {
  const chunk = (objects.chunks ?? []).reduce((product, size) => product * size, itemBytes);
  const bytes = count * itemBytes;
  if (bytes > Math.max(ratioFloor, mostRatio * objects.fh.byteLength) || !(chunk <= mostChunkBytes)) {
    throw new ZscapeError('TENSOR_INVALID', `${what} claims to be far larger than its file; it is damaged.`);
  }
  // The library processes a whole chunk even if the tensor ends before it.
  if (chunk > 64 * Math.max(bytes, 2 ** 16))
    throw new ZscapeError(
      'TENSOR_INVALID',
      `${what} has chunks far larger than itself; the file is damaged.`,
    );
}

function valuesOf(dataset: Dataset, dtype: DType, count: number): TensorData {
  let values: ArrayLike<unknown>;
  try {
    values = dataset.value;
  } catch (cause) {
    if (cause instanceof ZscapeError) throw cause;
    throw new ZscapeError(
      'TENSOR_INVALID',
      'A weight of the HDF5 file cannot be unpacked; the file is damaged.',
      { cause },
    );
  }
  const data = plain(dtype).dtype === 'float32' ? new Float32Array(count) : new Int32Array(count);
  // Chunks that were never written are missing, and mean zeros.
  for (let i = 0; i < count; i++) data[i] = Number(values[i] ?? 0);
  return data;
}
