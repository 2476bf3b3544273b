/**
 * A picture as PNG (W3C, "Portable Network Graphics", third edition): 8 bits per channel, grey, RGB or RGB with alpha, no
 * filter.
 */
import { zlibSync } from 'fflate';
import { joinBytes } from '../../../base/joinBytes.ts';
import { crc32 } from '../../archive/formats/crc.ts';

/** The header's colour type for each number of channels. */
const colourTypes = { 1: 0, 3: 2, 4: 6 } as const;

/**
 * Encodes a picture.
 * @param values row-major [height, width, channels] of a network's output.
 * @param range values of black and white, and of transparent and opaque.
 */
export function pngOf(
  values: ArrayLike<number>,
  { width, height, channels }: { width: number; height: number; channels: keyof typeof colourTypes },
  [black, white]: readonly [number, number],
): Uint8Array<ArrayBuffer> {
  const row = width * channels;
  const raw = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < row; i++) {
      const share = (values[y * row + i]! - black) / (white - black);
      raw[y * (row + 1) + 1 + i] = Math.round(255 * Math.max(0, Math.min(1, share)));
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colourTypes[channels]], 8);
  return joinBytes([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(raw, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = kind.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(4, bytes.length - 4)));
  return bytes;
}
