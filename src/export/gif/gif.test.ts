import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { readGif } from '../testing/readGif.ts';
import { frameTicks, gifFrameBlock, gifHeader, gifTrailer } from './gifFile.ts';
import { encodeGifFrame } from './gifFrame.ts';

type Rgb = [number, number, number];
type Pixels = Uint8ClampedArray<ArrayBuffer>;

function picture(width: number, height: number, colour: (x: number, y: number) => Rgb): Pixels {
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    pixels.set([...colour(i % width, Math.floor(i / width)), 255], 4 * i);
  }
  return pixels;
}

/** What the worker does with painted frames. */
async function encode(
  frames: Pixels[],
  width: number,
  height: number,
  fps: number,
  loop: boolean,
): Promise<Uint8Array> {
  const parts = [gifHeader(width, height, loop)];
  for (const [i, pixels] of frames.entries()) {
    parts.push(
      gifFrameBlock(await encodeGifFrame(pixels.slice(), width, height), width, height, frameTicks(i, fps)),
    );
  }
  return Buffer.concat([...parts, gifTrailer]);
}

/** Root mean square difference, in levels of 255. */
function error(rgba: Pixels, rgb: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < rgb.length; i++) sum += (rgba[Math.floor(i / 3) * 4 + (i % 3)]! - rgb[i]!) ** 2;
  return Math.sqrt(sum / rgb.length);
}

describe('a GIF', () => {
  test('has the frames, size, delays and endless loop that it was made with', async () => {
    const frames = Array.from({ length: 7 }, (_, k) => picture(20, 12, (x, y) => [12 * x, 20 * y, 30 * k]));
    const gif = readGif(await encode(frames, 20, 12, 30, true));
    expect([gif.width, gif.height, gif.repeats, gif.frames.length]).toEqual([20, 12, 0, 7]);
    expect(gif.frames.map((frame) => frame.ticks)).toEqual([3, 4, 3, 3, 4, 3, 3]);
    for (const frame of gif.frames) {
      expect(frame).toMatchObject({ width: 20, height: 12, disposal: 1, transparent: false, colours: 256 });
    }
  });

  test('that does not loop says nothing of loops', async () => {
    expect(readGif(await encode([picture(4, 4, () => [1, 2, 3])], 4, 4, 10, false)).repeats).toBeNull();
  });

  test('keeps flat colours to a shade that no eye sees', async () => {
    const inks: Rgb[] = [
      [0, 0, 0],
      [255, 255, 255],
      [212, 140, 110],
      [38, 46, 51],
      [101, 201, 255],
    ];
    const flat = picture(64, 64, (x, y) => inks[(Math.floor(x / 16) + Math.floor(y / 16)) % inks.length]!);
    const frame = readGif(await encode([flat], 64, 64, 10, true)).frames[0]!;
    for (let i = 0; i < frame.pixels.length; i++) {
      expect(Math.abs(frame.pixels[i]! - flat[Math.floor(i / 3) * 4 + (i % 3)]!)).toBeLessThanOrEqual(4);
    }
  });

  test('keeps smooth skin within two levels of 255', async () => {
    const skin = picture(128, 128, (x, y) => [
      150 + (70 * x) / 128,
      110 + (50 * y) / 128,
      90 + (40 * (x + y)) / 256,
    ]);
    expect(error(skin, readGif(await encode([skin], 128, 128, 10, true)).frames[0]!.pixels)).toBeLessThan(2);
  });

  test('keeps a picture of more colours than a palette search can take within six levels', async () => {
    const random = createRandom(1);
    const rich = picture(256, 256, (x, y) => [x, y, 128 + 20 * Math.sin(x / 9) + 10 * random.uniform()]);
    expect(error(rich, readGif(await encode([rich], 256, 256, 10, true)).frames[0]!.pixels)).toBeLessThan(8);
  });

  test('keeps every pixel in its place, whatever the size', async () => {
    const sides = fc.integer({ min: 2, max: 70 });
    await fc.assert(
      fc.asyncProperty(sides, sides, fc.nat(), async (width, height, seed) => {
        const random = createRandom(seed);
        const dots = picture(width, height, () => (random.below(2) === 1 ? [255, 255, 255] : [0, 0, 0]));
        const frame = readGif(await encode([dots], width, height, 10, true)).frames[0]!;
        expect(error(dots, frame.pixels)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the time of a GIF', () => {
  test('is right in all, with frames that differ by one tick at most', () => {
    const rates = fc.double({ min: 0.5, max: 50, noNaN: true });
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 400 }), (fps, frames) => {
        const ticks = Array.from({ length: frames }, (_, i) => frameTicks(i, fps));
        const total = ticks.reduce((sum, n) => sum + n, 0);
        expect(Math.abs(total / 100 - frames / fps)).toBeLessThanOrEqual(0.0050001);
        expect(Math.max(...ticks) - Math.min(...ticks)).toBeLessThanOrEqual(1);
        expect(Math.min(...ticks)).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});
