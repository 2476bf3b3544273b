import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { recipeIn } from '../../../recipe/recipeIn.ts';
import type { FilmSettings } from '../../contract.ts';
import { MemorySink } from '../testing/memorySink.ts';
import { blockFrames, type Pixels, settingsOf, smoothFrames } from '../testing/scenes.ts';
import { ffmpegFrames, hasTool, probe, say, withFile } from '../testing/tools.ts';
import { ApngFilm } from './apngFilm.ts';
import { changedPart, cutPart } from './changedPart.ts';
import { RowFilter } from './filterRows.ts';
import { packersHere } from './packers.ts';
import { ContactSheet, sheetColumns } from './sheetFilm.ts';
import { PngZip } from './zipFilm.ts';

type Film = new (
  settings: FilmSettings,
  sink: MemorySink,
  packers: ReturnType<typeof packersHere>,
) => { add(rgba: Pixels): Promise<void>; finish(): Promise<void> };

async function encode(film: Film, frames: readonly Pixels[], settings: FilmSettings) {
  const sink = new MemorySink();
  const made = new film(settings, sink, packersHere());
  for (const frame of frames) await made.add(frame.slice());
  await made.finish();
  return sink.bytes;
}

/** Undoes the filters as the specification describes. */
function unfilter(filtered: Uint8Array, width: number, channels: number): number[][] {
  const length = width * channels;
  const rows: number[][] = [];
  for (let at = 0; at < filtered.length; at += length + 1) {
    const above = rows.at(-1) ?? new Array<number>(length).fill(0);
    const row: number[] = [];
    for (let i = 0; i < length; i++) {
      const [a, b, c] = [row[i - channels] ?? 0, above[i]!, i < channels ? 0 : above[i - channels]!];
      const p = a + b - c;
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      row.push((filtered[at + 1 + i]! + [0, a, b, Math.floor((a + b) / 2), paeth][filtered[at]!]!) & 255);
    }
    rows.push(row);
  }
  return rows;
}

const chunksOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: { name: string; data: Uint8Array }[] = [];
  for (let at = 8; at < png.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...png.subarray(at + 4, at + 8));
    chunks.push({ name, data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
};

/** The pixels of one of our still PNGs, RGBA. */
function readPng(png: Uint8Array): { width: number; height: number; rgba: Uint8ClampedArray } {
  const chunks = chunksOf(png);
  const header = chunks[0]!.data;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height, channels] = [view.getUint32(0), view.getUint32(4), header[9] === 6 ? 4 : 3];
  const data = Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data));
  const rows = unfilter(inflateSync(data), width, channels).flat();
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  rows.forEach((value, i) => {
    rgba[4 * Math.floor(i / channels) + (i % channels)] = value;
  });
  return { width, height, rgba };
}

const same = (a: Uint8ClampedArray, b: Uint8ClampedArray) =>
  Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0;

const pictures = fc
  .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
  .chain(({ width, height }) => {
    const bytes = { minLength: 4 * width * height, maxLength: 4 * width * height, size: 'max' as const };
    const pixels = fc.uint8ClampedArray(bytes).map((array) => new Uint8ClampedArray(array));
    return fc.record({ width: fc.constant(width), height: fc.constant(height), before: pixels, now: pixels });
  });

describe('rows', () => {
  test('are recovered exactly from their filters, whether given all together or one by one', () => {
    fc.assert(
      fc.property(pictures, fc.boolean(), ({ width, height, now }, alpha) => {
        const channels = alpha ? 4 : 3;
        const whole = new RowFilter(width, alpha).filter(now);
        const one = new RowFilter(width, alpha);
        const rows = Array.from({ length: height }, (_, y) =>
          one.filter(now.subarray(4 * y * width, 4 * (y + 1) * width)),
        );
        expect(Buffer.concat(rows).equals(whole)).toBe(true);
        expect(unfilter(whole, width, channels).flat()).toEqual([...now].filter((_, i) => i % 4 < channels));
      }),
      { numRuns: 40 },
    );
  });
});

describe('the changed part', () => {
  test('contains every pixel that differs, and each of its edges has one', () => {
    const changes = fc.array(fc.nat(), { maxLength: 4 });
    fc.assert(
      fc.property(pictures, changes, ({ width, height, before }, places) => {
        const now = before.slice();
        const changed = new Set(places.map((place) => place % (width * height)));
        for (const p of changed) now[4 * p]! ^= 1;
        const part = changedPart(now, before, width, height);
        const laid = before.slice();
        const cut = cutPart(now, width, part);
        for (let y = 0; y < part.height; y++) {
          const row = cut.subarray(4 * y * part.width, 4 * (y + 1) * part.width);
          laid.set(row, 4 * ((part.top + y) * width + part.left));
        }
        expect(same(laid, now)).toBe(true);
        const xs = [...changed].map((p) => p % width);
        const ys = [...changed].map((p) => Math.floor(p / width));
        if (changed.size === 0) expect(part).toEqual({ left: 0, top: 0, width: 1, height: 1 });
        else {
          expect([part.left, part.left + part.width - 1]).toEqual([Math.min(...xs), Math.max(...xs)]);
          expect([part.top, part.top + part.height - 1]).toEqual([Math.min(...ys), Math.max(...ys)]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a zip of PNGs', () => {
  test('contains each frame exactly, named in order, with the recipe in each and beside them', async () => {
    for (const alpha of [false, true]) {
      const frames = alpha
        ? blockFrames(
            [[9, 8, 7]],
            [...Array(11)].map((_, i) => [0, i % 2 ? -1 : 0]),
            2,
          )
        : smoothFrames(11, 40, 30);
      const [width, height] = alpha ? [2, 1] : [40, 30];
      const recipe = '{"version":1,"name":"Ünï"}';
      const settings = settingsOf({ format: 'png-frames', width, height, frames: 11, alpha, recipe });
      const files = unzipSync(await encode(PngZip, frames, settings));
      const names = Object.keys(files);
      expect(names).toEqual([
        ...frames.map((_, i) => `frame-${String(i + 1).padStart(2, '0')}.png`),
        'recipe.zscape.json',
      ]);
      for (const [i, frame] of frames.entries()) {
        const png = files[names[i]!]!;
        expect(same(readPng(png).rgba, frame)).toBe(true);
        expect(await recipeIn(new File([Uint8Array.from(png)], 'a.png'))).toBe(recipe);
      }
      expect(new TextDecoder().decode(files['recipe.zscape.json'])).toBe(recipe);
    }
  });

  test('of more pictures than a zip can hold is refused before it is begun', async () => {
    const settings = settingsOf({ format: 'png-frames', frames: 70_000 });
    await expect(encode(PngZip, [], settings)).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: expect.stringMatching(/70000/),
    });
  });
});

describe('a contact sheet', () => {
  test('shows frames row by row, and plain paper elsewhere', async () => {
    const frames = smoothFrames(7, 10, 8);
    const settings = settingsOf({ format: 'contact-sheet', width: 10, height: 8, frames: 7, columns: 3 });
    const png = readPng(await encode(ContactSheet, frames, settings));
    expect([png.width, png.height]).toEqual([30, 24]);
    const cell = (index: number) =>
      cutPart(new Uint8ClampedArray(png.rgba), 30, {
        left: 10 * (index % 3),
        top: 8 * Math.floor(index / 3),
        width: 10,
        height: 8,
      });
    frames.forEach((frame, i) => {
      expect(same(cell(i), frame)).toBe(true);
    });
    expect(cell(8).every((value) => value === 255)).toBe(true);
  });

  test('is complete if fewer frames arrive than announced', async () => {
    const settings = settingsOf({ format: 'contact-sheet', width: 10, height: 8, frames: 9, columns: 2 });
    for (const count of [1, 2, 3, 4, 9]) {
      const png = readPng(await encode(ContactSheet, smoothFrames(count, 10, 8), settings));
      expect([png.width, png.height, png.rgba.length]).toEqual([20, 40, 4 * 20 * 40]);
    }
  });

  test('is about square unless columns are chosen, and refused if no viewer could show it', async () => {
    expect([1, 2, 9, 10, 120].map((frames) => sheetColumns({ frames }))).toEqual([1, 2, 3, 4, 11]);
    const settings = settingsOf({ format: 'contact-sheet', width: 2000, height: 2000, frames: 400 });
    await expect(encode(ContactSheet, [], settings)).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  });
});

describe('an APNG', () => {
  test('states its true number of frames, even if fewer arrive than announced, and numbers them without a gap', async () => {
    const settings = settingsOf({ format: 'apng', width: 20, height: 16, frames: 9, fps: 24, loop: false });
    const chunks = chunksOf(await encode(ApngFilm, smoothFrames(5, 20, 16), settings));
    const uint32 = (data: Uint8Array, at: number) => new DataView(data.buffer, data.byteOffset).getUint32(at);
    const animation = chunks.find(({ name }) => name === 'acTL')!;
    expect([uint32(animation.data, 0), uint32(animation.data, 4)]).toEqual([5, 1]);
    const numbered = chunks.filter(({ name }) => name === 'fcTL' || name === 'fdAT');
    expect(numbered.map(({ data }) => uint32(data, 0))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('APNG and contact sheet, read by other programs', () => {
  const moving = smoothFrames(6, 50, 40);
  const frames = [...moving, moving[5]!, moving[5]!, moving[0]!];
  const seeThrough = frames.map((frame) => {
    const copy = frame.slice();
    for (let i = 3; i < copy.length; i += 4) copy[i] = (i * 7) % 256;
    return copy;
  });
  const films = [
    { fps: 30, alpha: false, pictures: frames },
    { fps: 12.5, alpha: true, pictures: seeThrough },
  ];
  const apng = ({ fps, alpha, pictures }: (typeof films)[number]) =>
    encode(
      ApngFilm,
      pictures,
      settingsOf({ format: 'apng', width: 50, height: 40, frames: 9, fps, alpha, recipe: '{}' }),
    );

  test.skipIf(!hasTool('pngcheck'))('are sound (pngcheck)', async () => {
    const settings = settingsOf({ format: 'contact-sheet', width: 64, height: 48, frames: 5, recipe: '{}' });
    const sheet = await encode(ContactSheet, smoothFrames(5, 64, 48), settings);
    for (const file of [sheet, ...(await Promise.all(films.map(apng)))]) {
      withFile('film.png', file, (path) => expect(say('pngcheck', [path])).toMatch(/^OK/m));
    }
  });

  test.skipIf(!hasTool('ffprobe'))('show every frame exactly and for the right time (ffmpeg)', async () => {
    for (const film of films) {
      withFile('film.png', await apng(film), (path) => {
        const probed = probe(path);
        expect(probed.frames).toBe(9);
        for (const duration of probed.durations) expect(duration).toBeCloseTo(1 / film.fps, 3);
        const shown = ffmpegFrames(path, 50, 40);
        expect(shown.map((frame, i) => same(frame, film.pictures[i]!))).toEqual(Array(9).fill(true));
      });
    }
  });
});
