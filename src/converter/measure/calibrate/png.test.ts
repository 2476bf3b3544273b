import { unzlibSync } from 'fflate';
import { expect, test } from 'vitest';
import { crc32 } from '../../archive/formats/crc.ts';
import { pngOf } from './png.ts';

test.each([1, 3, 4] as const)('a picture of %i channels is written unchanged', (channels) => {
  const [width, height] = [3, 2];
  const values = Array.from({ length: width * height * channels }, (_, i) => -1.2 + 0.2 * i);
  const bytes = pngOf(values, { width, height, channels }, [-1, 1]);
  const view = new DataView(bytes.buffer);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.set(kind, bytes.subarray(at + 8, at + 8 + length));
    expect(view.getUint32(at + 8 + length)).toBe(crc32(bytes.subarray(at + 4, at + 8 + length)));
    at += length + 12;
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  expect([...chunks.get('IHDR')!]).toEqual([
    0,
    0,
    0,
    width,
    0,
    0,
    0,
    height,
    8,
    { 1: 0, 3: 2, 4: 6 }[channels],
    0,
    0,
    0,
  ]);
  const pixels = unzlibSync(chunks.get('IDAT')!);
  const wanted = values.map((value) => Math.round(255 * Math.max(0, Math.min(1, (value + 1) / 2))));
  for (let y = 0; y < height; y++) {
    const row = pixels.subarray(y * (width * channels + 1), (y + 1) * (width * channels + 1));
    expect([...row]).toEqual([0, ...wanted.slice(y * width * channels, (y + 1) * width * channels)]);
  }
});
