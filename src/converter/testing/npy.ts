/** Arrays as NumPy saves them (format 1.0), as far as the fixtures need: little-endian float32 in C order. */
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

export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= most)) most = difference;
  }
  return most;
}
