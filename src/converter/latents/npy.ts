/** Reads a table of numbers as saved by NumPy (formats 1 to 3, NumPy's `numpy.lib.format`). */
import { ZscapeError } from '../../base/errors.ts';

export interface NumberTable {
  readonly shape: readonly number[];
  /** Row major. */
  readonly data: Float32Array<ArrayBuffer>;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const longestHeader = 2 ** 16;

const readers: Readonly<Record<string, { bytes: number; read: (view: DataView, at: number) => number }>> = {
  '<f4': { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  '<f8': { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  '<i4': { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  '<i8': { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
};

/** Reads an array. @throws NPY_INVALID naming the file and the problem. */
export function readNpy(name: string, bytes: Uint8Array): NumberTable {
  const invalid = (why: string) => new ZscapeError('NPY_INVALID', `${name} ${why}.`);
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw invalid('is not a NumPy file: save it with numpy.save');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6]! > 1;
  const start = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > longestHeader || start + length > bytes.length) throw invalid('is cut off');
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const kind = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? '';
  const reader = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (reader === undefined) {
    throw invalid(
      `holds numbers of type ${kind || 'unknown'}: save it as float32, with array.astype('float32')`,
    );
  }
  if (!/'fortran_order':\s*False/.test(header)) {
    throw invalid('is saved column by column: save numpy.ascontiguousarray(array)');
  }
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  const room = bytes.length - start - length;
  if (!Number.isInteger(count) || count < 0 || count * reader.bytes !== room) {
    throw invalid(`states the shape [${shape.join(', ').slice(0, 60)}], but has a different number of bytes`);
  }
  const data = Float32Array.from({ length: count }, (_, i) =>
    reader.read(view, start + length + i * reader.bytes),
  );
  return { shape, data };
}
