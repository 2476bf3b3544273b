/**
 * NumPy's .npy files. Writes version 1.0 with float32; reads float32 and float64, little endian, in C order. `writeNpy`
 * and `readNpy` are each other's reverse. Specification: numpy.lib.format.
 */
import { ZscapeError } from '../base/errors.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** The data start at a multiple of this many bytes. */
const ALIGNMENT = 64;
/** Far more numbers than any latent needs, and few enough for any machine. */
const MAX_ELEMENTS = 2 ** 26;

interface NpyArray {
  data: Float32Array<ArrayBuffer>;
  shape: number[];
}

/** Writes an array as a file. @param shape its product is `data.length` (RangeError otherwise); [] is a single number */
export function writeNpy(data: Float32Array, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const elements = shape.reduce((product, side) => product * side, 1);
  if (elements !== data.length)
    throw new RangeError(`${data.length} numbers do not fill the shape [${shape}].`);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = MAGIC.length + 4;
  const padded = Math.ceil((before + dictionary.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(padded + 4 * data.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  bytes.set([1, 0], MAGIC.length);
  view.setUint16(MAGIC.length + 2, padded - before, true);
  bytes.set(new TextEncoder().encode(`${dictionary.padEnd(padded - before - 1)}\n`), before);
  for (let i = 0; i < data.length; i++) view.setFloat32(padded + 4 * i, data[i]!, true);
  return bytes;
}

/**
 * Reads an array, converting it to float32.
 * @param name the name of the file, for the error's sentence
 * @throws NPY_INVALID for anything but a complete float32 or float64 array of a reasonable size
 */
export function readNpy(bytes: Uint8Array, name = 'The file'): NpyArray {
  const refuse = (why: string): never => {
    throw new ZscapeError('NPY_INVALID', `${name} ${why}`);
  };
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) refuse('is not a NumPy .npy file.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  if (version < 1 || version > 3) refuse(`is of .npy version ${version}; only versions 1 to 3 can be read.`);
  const wide = version > 1;
  const begin = wide ? 12 : 10;
  if (bytes.length < begin) refuse('is cut off in its header.');
  const end = begin + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (end > bytes.length) refuse('is cut off in its header.');

  const header = new TextDecoder().decode(bytes.subarray(begin, end));
  const type = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const sides = /'shape'\s*:\s*\(([0-9,\s]*)\)/.exec(header)?.[1];
  if (type === undefined || order === undefined || sides === undefined) {
    return refuse('has a header that does not say what it holds.');
  }
  if (type !== '<f4' && type !== '<f8') {
    return refuse(`holds numbers of type '${type}'. Save it as little-endian float32 or float64.`);
  }
  const shape = sides
    .split(',')
    .map((side) => side.trim())
    .filter((side) => side !== '')
    .map(Number);
  if (order === 'True' && shape.length > 1) refuse('is in Fortran order. Save it in C order.');
  const elements = shape.reduce((product, side) => product * side, 1);
  if (!(elements <= MAX_ELEMENTS)) refuse(`says that it holds ${elements} numbers, which is too many.`);
  const width = type === '<f4' ? 4 : 8;
  const present = bytes.length - end;
  if (present !== width * elements) {
    refuse(`should hold ${width * elements} bytes for its shape (${shape.join(', ')}) but holds ${present}.`);
  }
  const data = new Float32Array(elements);
  for (let i = 0; i < elements; i++) {
    data[i] = width === 4 ? view.getFloat32(end + 4 * i, true) : view.getFloat64(end + 8 * i, true);
  }
  return { data, shape };
}
