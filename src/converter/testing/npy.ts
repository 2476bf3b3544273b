/** Arrays as saved by NumPy (format 1.0), as far as the fixtures need: little-endian float32 in C order. */
import { readFileSync } from 'node:fs';

export interface FloatArray {
  readonly shape: number[];
  readonly data: Float32Array;
}

export function readNpy(path: string | URL): FloatArray {
  const bytes = readFileSync(path);
  const headerLength = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + headerLength);
  if (!header.includes("'<f4'") || !header.includes("'fortran_order': False"))
    throw new Error(`${path}: ${header}`);
  const shape = header
    .match(/'shape': \(([^)]*)\)/)![1]!
    .split(',')
    .filter((s) => s.trim() !== '')
    .map(Number);
  return { shape, data: new Float32Array(Uint8Array.from(bytes.subarray(10 + headerLength)).buffer) };
}

/** Writes a NumPy file, with the numbers as float32, or as float64 for `<f8`. */
export function npyBytes(
  shape: readonly number[],
  data: Float32Array,
  kind = '<f4',
): Uint8Array<ArrayBuffer> {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${kind}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const header = `${text.padEnd(118 - 1)}\n`;
  const numbers = kind === '<f8' ? Float64Array.from(data) : data;
  const bytes = new Uint8Array(128 + numbers.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), 128);
  return bytes;
}

export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= most)) most = difference;
  }
  return most;
}
