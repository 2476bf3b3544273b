/** Reads pictures of a NumPy file as targets for a search. */
import type { Target } from '../../src/latent/projection/contract.ts';

/** @param file `.npy` of version 1, uint8 [n, height, width, channels] in C order */
export function picturesOf(file: Buffer, range: readonly [number, number]): Target[] {
  const header = file.subarray(10, 10 + file.readUInt16LE(8)).toString('latin1');
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1]?.split(',').map(Number);
  if (!header.includes("'|u1'") || header.includes("'fortran_order': True") || shape?.length !== 4) {
    throw new Error('The file must hold pictures as uint8 [n, height, width, channels].');
  }
  const [count, height, width, channels] = shape as [number, number, number, number];
  const bytes = file.subarray(10 + file.readUInt16LE(8));
  const size = height * width * channels;
  const [low, high] = range;
  return Array.from({ length: count }, (_, i) => ({
    data: Float32Array.from(
      bytes.subarray(i * size, (i + 1) * size),
      (byte) => low + ((high - low) * byte) / 255,
    ),
    width,
    height,
    channels,
    mask: null,
    range,
  }));
}
