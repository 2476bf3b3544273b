import fc from 'fast-check';
import { decodeFrames } from 'modern-gif';
import { describe, expect, test } from 'vitest';
import type { FilmSettings } from '../../contract.ts';
import { MemorySink } from '../testing/memorySink.ts';
import { blockFrames, type Pixels, psnr, settingsOf, smoothFrames } from '../testing/scenes.ts';
import { ffmpegFrames, hasTool, probe, say, withFile } from '../testing/tools.ts';
import { bandsHere } from './bands.ts';
import { toOklab } from './colour.ts';
import { fitGif } from './fit.ts';
import { toleranceOf } from './gifFilm.ts';
import { StretchedGif } from './stretches.ts';

async function encode(frames: readonly Pixels[], settings: FilmSettings, bands = 1, stretchBytes?: number) {
  const sink = new MemorySink();
  const film = new StretchedGif(settings, sink, bandsHere(bands), stretchBytes);
  for (const frame of frames) await film.add(frame.slice());
  await film.finish();
  return sink.bytes;
}

/** Decodes with a third-party decoder. */
const decode = (bytes: Uint8Array<ArrayBuffer>) => decodeFrames(bytes);

/** The distance of two colours in OkLab, as the encoder measures it. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>, at: number): number {
  const lab = new Float32Array(6);
  toOklab(a[at]!, a[at + 1]!, a[at + 2]!, lab, 0);
  toOklab(b[at]!, b[at + 1]!, b[at + 2]!, lab, 3);
  return Math.hypot(lab[0]! - lab[3]!, lab[1]! - lab[4]!, lab[2]! - lab[5]!);
}

/** Colours that differ in their upper six bits, so that each has its own entry. */
const inks = fc.uniqueArray(fc.tuple(sixBits(), sixBits(), sixBits()), {
  minLength: 1,
  maxLength: 40,
  selector: (ink) => ink.join(),
});
function sixBits() {
  return fc.integer({ min: 0, max: 63 }).map((value) => 4 * value + 2);
}

const scenes = fc
  .record({ inks, width: fc.integer({ min: 2, max: 40 }), height: fc.integer({ min: 2, max: 40 }) })
  .chain(({ inks: colours, width, height }) => {
    const cell = fc.integer({ min: 0, max: colours.length - 1 });
    const area = { minLength: width * height, maxLength: width * height, size: 'max' as const };
    return fc.record({
      ...{ inks: fc.constant(colours), width: fc.constant(width), height: fc.constant(height) },
      cells: fc.array(fc.array(cell, area), { minLength: 1, maxLength: 4, size: 'max' }),
      bands: fc.integer({ min: 1, max: 3 }),
    });
  });

describe('a GIF', () => {
  test('with few colours shows every pixel exactly, in any number of bands', async () => {
    await fc.assert(
      fc.asyncProperty(scenes, async ({ inks: colours, width, height, cells, bands }) => {
        const frames = blockFrames(colours, cells, width);
        const settings = settingsOf({ width, height, frames: frames.length, quality: 1 });
        const shown = decode(await encode(frames, settings, bands));
        expect(shown.length).toBe(frames.length);
        shown.forEach((frame, i) => {
          expect(Buffer.compare(Buffer.from(frame.data), Buffer.from(frames[i]!))).toBe(0);
        });
      }),
      { numRuns: 40 },
    );
  });

  test('shows no pixel further from its own colour than its quality allows', async () => {
    const qualities = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(scenes, qualities, async ({ inks: colours, width, height, cells, bands }, quality) => {
        const frames = blockFrames(colours, cells, width);
        const shown = decode(
          await encode(frames, settingsOf({ width, height, frames: frames.length, quality }), bands),
        );
        const most = toleranceOf(quality) + 1e-3;
        shown.forEach(({ data }, i) => {
          for (let at = 0; at < data.length; at += 4) {
            if (distance(data, frames[i]!, at) > most)
              throw new Error(`pixel ${at / 4} of frame ${i} is too far off`);
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  test('of a large noisy picture survives full code tables', async () => {
    const width = 200;
    const cells = [0, 1].map((f) =>
      Array.from({ length: width * width }, (_, i) => (i * (i + f) * 7919) % 251),
    );
    const colours = Array.from({ length: 251 }, (_, i) => [4 * (i % 64) + 1, 4 * (i >> 2) + 1, 129]);
    const frames = blockFrames(colours, cells, width);
    const settings = settingsOf({ width, height: width, frames: 2, quality: 1 });
    for (const bands of [1, 4]) {
      const shown = decode(await encode(frames, settings, bands));
      expect(
        psnr(
          frames,
          shown.map(({ data }) => data),
        ),
      ).toBe(Number.POSITIVE_INFINITY);
    }
  });

  test('of smooth shades stays above 38 dB with one palette, and higher with one per frame or stretch', async () => {
    const frames = smoothFrames(12, 96, 96);
    const settings = settingsOf({ width: 96, height: 96, frames: 12 });
    const quality = async (bytes: Promise<Uint8Array<ArrayBuffer>>) =>
      psnr(
        frames,
        decode(await bytes).map(({ data }) => data),
      );
    const global = await quality(encode(frames, settings, 2));
    const stretches = await quality(encode(frames, settings, 2, 3 * 4 * 96 * 96));
    const own = await quality(
      encode(frames, { ...settings, gif: { palette: 'per-frame', dither: 'none', mostBytes: null } }),
    );
    expect(global).toBeGreaterThan(38);
    expect(stretches).toBeGreaterThan(38);
    expect(own).toBeGreaterThan(global);
  });

  test('with blue noise averages to shades that are not in its palette', async () => {
    // Far more colours than there are entries, in areas of a single shade.
    const [side, cell] = [256, 16];
    const grid = side / cell;
    const frames = [0, 1].map((f) => {
      const pixels = new Uint8ClampedArray(4 * side * side);
      for (let p = 0; p < side * side; p++) {
        const [x, y] = [Math.floor((p % side) / cell), Math.floor(p / side / cell)];
        pixels.set([16 * x, 16 * y, 120 * f + 7 * ((x * y) % grid), 255], 4 * p);
      }
      return pixels;
    });
    const wished = { palette: 'global', dither: 'blue-noise', mostBytes: null } as const;
    const means = (data: Uint8ClampedArray, channel: number) => {
      const sums = new Float64Array(grid * grid);
      for (let p = 0; p < side * side; p++) {
        sums[grid * Math.floor(p / side / cell) + Math.floor((p % side) / cell)]! +=
          data[4 * p + channel]! / cell ** 2;
      }
      return sums;
    };
    const error = async (gif: FilmSettings['gif']) => {
      const settings = settingsOf({ width: side, height: side, frames: 2, quality: 1, gif });
      const shown = decode(await encode(frames, settings));
      let sum = 0;
      shown.forEach(({ data }, f) => {
        for (const channel of [0, 1, 2]) {
          const [got, wanted] = [means(data, channel), means(frames[f]!, channel)];
          got.forEach((mean, i) => {
            sum += Math.abs(mean - wanted[i]!);
          });
        }
      });
      return sum;
    };
    expect(await error(wished)).toBeLessThan(0.75 * (await error({ ...wished, dither: 'none' })));
  });

  test('keeps transparent pixels transparent, whatever was there before', async () => {
    const cells = [
      [0, 0, -1, -1, 1, 1],
      [-1, 0, 0, -1, -1, 1],
      [-1, -1, -1, -1, -1, -1],
    ];
    const frames = blockFrames(
      [
        [250, 10, 10],
        [10, 10, 250],
      ],
      cells,
      3,
    );
    const settings = settingsOf({ width: 3, height: 2, frames: 3, quality: 1, alpha: true });
    const shown = decode(await encode(frames, settings));
    const seen = shown.map(({ data }) => [...data].filter((_, i) => i % 4 === 3).map((a) => a > 0));
    expect(seen).toEqual(cells.map((row) => row.map((cell) => cell >= 0)));
  });

  test('with a limit on its bytes keeps to it, with the best quality possible', async () => {
    const frames = smoothFrames(24, 96, 96);
    const settings = settingsOf({ width: 96, height: 96, frames: 24 });
    const size = async (mostBytes: number) => {
      const gif = { palette: 'global', dither: 'none', mostBytes } as const;
      const shares: number[] = [];
      const { parts } = await fitGif(frames, { ...settings, gif }, bandsHere(), (share) =>
        shares.push(share),
      );
      expect(shares.at(-1)).toBe(1);
      expect(shares).toEqual([...shares].sort((a, b) => a - b));
      const bytes = Buffer.concat(parts);
      expect(decode(Uint8Array.from(bytes)).length).toBeGreaterThan(0);
      return bytes.length;
    };
    const free = (await encode(frames, settings)).length;
    expect(await size(10 * free)).toBe(free);
    const tight = await size(Math.floor(free / 2));
    expect(tight).toBeLessThanOrEqual(free / 2);
    expect(tight).toBeGreaterThan(free / 8);
    await expect(size(100)).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: expect.stringMatching(/cannot get below/),
    });
  });
});

describe('a GIF, read by other programs', () => {
  const frames = smoothFrames(9, 130, 110);
  const film = (loop: boolean) =>
    encode(
      frames,
      settingsOf({ width: 130, height: 110, frames: 9, fps: 30, loop, recipe: '{"version":1}' }),
      2,
    );

  test.skipIf(!hasTool('gifsicle'))('has its frames, delays and loop (gifsicle)', async () => {
    for (const loop of [true, false]) {
      withFile('film.gif', await film(loop), (path) => {
        const said = say('gifsicle', ['--info', path]);
        expect(said).toContain('9 images');
        expect(said).toContain('logical screen 130x110');
        expect(said.includes('loop forever')).toBe(loop);
        const delays = [...said.matchAll(/delay 0\.(\d\d)s/g)].map(([, ticks]) => Number(ticks));
        expect(delays).toEqual([3, 4, 3, 3, 4, 3, 3, 4, 3]);
        expect(say('gifsicle', ['--careful', path, '-o', '/dev/null'])).toBe('');
      });
    }
  });

  test.skipIf(!hasTool('ffprobe'))('has its frames and colours (ffmpeg)', async () => {
    withFile('film.gif', await film(true), (path) => {
      expect(probe(path)).toMatchObject({ frames: 9, width: 130, height: 110 });
      expect(psnr(frames, ffmpegFrames(path, 130, 110))).toBeGreaterThan(38);
    });
  });
});
