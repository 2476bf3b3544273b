/**
 * NumPy's file format, read and written separately for the tests (float32, C order), so that they do not rely on the app's own
 * code.
 */

export interface FloatArray {
  shape: number[];
  data: Float32Array;
}

export function readNpy(file: Buffer): FloatArray {
  if (file.toString('latin1', 0, 6) !== '\x93NUMPY') throw new Error('not a .npy file');
  const wide = file[6]! >= 2;
  const start = wide ? 12 : 10;
  const end = start + (wide ? file.readUInt32LE(8) : file.readUInt16LE(8));
  const header = file.toString('latin1', start, end);
  if (!header.includes("'<f4'") || !header.includes("'fortran_order': False")) {
    throw new Error(`not float32 in C order: ${header}`);
  }
  const inside = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? '';
  const shape = inside
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const count = shape.reduce((product, side) => product * side, 1);
  const data = Float32Array.from({ length: count }, (_, i) => file.readFloatLE(end + 4 * i));
  if (file.length !== end + 4 * count) throw new Error('more or fewer bytes than the shape says');
  return { shape, data };
}

export function writeNpy({ shape, data }: FloatArray): Buffer {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  // The data begin at a multiple of 64 bytes; the header ends with a newline.
  const padded = `${text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11)}\n`;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(padded.length, 8);
  const body = Buffer.alloc(4 * data.length);
  data.forEach((value, i) => {
    body.writeFloatLE(value, 4 * i);
  });
  return Buffer.concat([head, Buffer.from(padded, 'latin1'), body]);
}

/** One entry along the first axis. */
export function slice({ shape, data }: FloatArray, index: number): FloatArray {
  const rest = shape.slice(1);
  const size = rest.reduce((product, side) => product * side, 1);
  return { shape: rest, data: data.slice(index * size, (index + 1) * size) };
}

export function largestDifference(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) throw new Error(`${one.length} values against ${other.length}`);
  let largest = 0;
  for (let i = 0; i < one.length; i++) {
    const off = Math.abs(one[i]! - other[i]!);
    // A NaN must not count as no difference.
    if (!(off <= largest)) largest = off;
  }
  return largest;
}
