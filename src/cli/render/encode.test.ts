/** Pictures encoded without a browser, read back by independent decoders. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import decodeJpeg, { init as initJpeg } from '@jsquash/jpeg/decode.js';
import decodeWebp, { init as initWebp } from '@jsquash/webp/decode.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEncoder } from './encode.node.ts';

const [width, height] = [40, 24];

/** Soft colours, and a transparent corner. */
function picture(alphaAt: (x: number, y: number) => number): Uint8ClampedArray {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    data.set([60 + 4 * x, 200 - 5 * y, 90 + 2 * x + 2 * y, alphaAt(x, y)], 4 * i);
  }
  return data;
}

const wasm = async (path: string) =>
  WebAssembly.compile(await readFile(createRequire(import.meta.url).resolve(path)));

beforeAll(async () => {
  // The decoders return the browser's type.
  globalThis.ImageData ??= class {
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
    constructor(data: Uint8ClampedArray, width: number, height: number) {
      this.data = data;
      this.width = width;
      this.height = height;
    }
  } as unknown as typeof ImageData;
  await initJpeg(await wasm('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
  await initWebp(await wasm('@jsquash/webp/codec/dec/webp_dec.wasm'));
});

describe.each([
  ['webp', decodeWebp],
  ['jpeg', decodeJpeg],
] as const)('%s', (format, decode) => {
  it('keeps the picture', async () => {
    const data = picture(() => 255);
    const pack = await openEncoder({ format, quality: 95 });
    const bytes = await pack({ data, width, height }, false);
    const back = await decode(bytes.buffer);
    expect([back.width, back.height]).toEqual([width, height]);
    const away = data.reduce((sum, byte, i) => sum + Math.abs(byte - back.data[i]!), 0) / data.length;
    expect(away).toBeLessThan(2);
  });

  it('is smaller at lower quality', async () => {
    const data = picture(() => 255).map((byte, i) => byte + ((i * 2654435761) % 29));
    const sizes = await Promise.all(
      [95, 40].map(
        async (quality) =>
          (await (await openEncoder({ format, quality }))({ data, width, height }, false)).length,
      ),
    );
    expect(sizes[1]!).toBeLessThan(0.7 * sizes[0]!);
  });
});

it('puts a white background behind transparent parts in a JPEG, and keeps them in a WebP', async () => {
  const data = picture((x) => (x < 20 ? 0 : 255));
  const of = async (format: 'webp' | 'jpeg') =>
    (await openEncoder({ format, quality: 95 }))({ data, width, height }, true);
  const jpeg = await decodeJpeg((await of('jpeg')).buffer);
  expect(Math.min(...jpeg.data.subarray(0, 3))).toBeGreaterThan(250);
  const webp = await decodeWebp((await of('webp')).buffer);
  expect([webp.data[3], webp.data[4 * (width - 1) + 3]]).toEqual([0, 255]);
});
