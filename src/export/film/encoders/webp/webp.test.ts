import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pngChunk } from '../../../pngChunk.ts';
import { recipeIn } from '../../../recipe/recipeIn.ts';
import type { FilmSettings } from '../../contract.ts';
import { pngEnd, pngHead } from '../png/blocks.ts';
import { packPixels } from '../png/pack.ts';
import { MemorySink } from '../testing/memorySink.ts';
import { type Pixels, psnr, settingsOf, smoothFrames } from '../testing/scenes.ts';
import { hasTool, say, withFile } from '../testing/tools.ts';
import { webpImage } from './riff.ts';
import { type Stills, WebpFilm } from './webpFilm.ts';

/** A still WebP of one black pixel, as libwebp 1.2.4 writes it losslessly. */
const onePixel = Uint8Array.from(Buffer.from('UklGRhoAAABXRUJQVlA4TA4AAAAvAAAAAAcQEf0PRET/Aw==', 'base64'));

async function encode(frames: readonly Pixels[], settings: FilmSettings, stills: Stills) {
  const sink = new MemorySink();
  const film = new WebpFilm(settings, sink, stills);
  for (const frame of frames) await film.add(frame.slice());
  await film.finish();
  return sink.bytes;
}

const chunksOf = (file: Uint8Array) => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: { name: string; data: DataView }[] = [];
  for (let at = 12; at < file.length; ) {
    const length = view.getUint32(at + 4, true);
    const name = String.fromCharCode(...file.subarray(at, at + 4));
    chunks.push({ name, data: new DataView(file.buffer, file.byteOffset + at + 8, length) });
    at += 8 + length + (length % 2);
  }
  return chunks;
};

describe('an animated WebP', () => {
  const stills: Stills = { encode: async () => onePixel, end: () => undefined };

  test('states its length, size, loop, frames and their durations', async () => {
    const settings = settingsOf({
      format: 'webp',
      width: 30,
      height: 22,
      frames: 4,
      fps: 30,
      recipe: '{"a":"<&>"}',
    });
    const file = await encode(smoothFrames(4, 30, 22), settings, stills);
    expect(new DataView(file.buffer).getUint32(4, true)).toBe(file.length - 8);
    const chunks = chunksOf(file);
    expect(chunks.map(({ name }) => name)).toEqual(['VP8X', 'ANIM', 'ANMF', 'ANMF', 'ANMF', 'ANMF', 'XMP ']);
    expect(chunks[0]!.data.getUint8(0)).toBe(0x02 | 0x04);
    expect([chunks[0]!.data.getUint16(4, true), chunks[0]!.data.getUint16(7, true)]).toEqual([29, 21]);
    expect(chunks[1]!.data.getUint16(4, true)).toBe(0);
    const frames = chunks.filter(({ name }) => name === 'ANMF').map(({ data }) => data);
    expect(frames.map((data) => data.getUint16(12, true))).toEqual([33, 34, 33, 33]);
    for (const data of frames) {
      const [left, top] = [2 * data.getUint16(0, true), 2 * data.getUint16(3, true)];
      expect(left + data.getUint16(6, true) + 1).toBeLessThanOrEqual(30);
      expect(top + data.getUint16(9, true) + 1).toBeLessThanOrEqual(22);
    }
    expect(await recipeIn(new File([file], 'a.webp'))).toBe('{"a":"<&>"}');
  });

  test('states that it ends, and that it has alpha, if it does', async () => {
    const settings = settingsOf({ format: 'webp', width: 8, height: 8, loop: false, alpha: true });
    const chunks = chunksOf(await encode(smoothFrames(1, 8, 8), settings, stills));
    expect(chunks[0]!.data.getUint8(0)).toBe(0x02 | 0x10);
    expect(chunks[1]!.data.getUint16(4, true)).toBe(1);
  });

  test('is refused if the browser returns something other than a WebP for a picture', async () => {
    const png: Stills = { ...stills, encode: async () => Uint8Array.of(137, 80, 78, 71) };
    const made = encode(smoothFrames(1, 8, 8), settingsOf({ format: 'webp', width: 8, height: 8 }), png);
    await expect(made).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: expect.stringMatching(/cannot encode WebP/),
    });
    expect(webpImage(onePixel.subarray(0, onePixel.length - 4))).toBeNull();
  });
});

/** Encodes with libwebp's own command. */
const cwebp: Stills = {
  async encode({ rgba, width, height, quality, alpha }) {
    const data = await packPixels(rgba, width, alpha);
    const png = Buffer.concat([pngHead(width, height, alpha, null), pngChunk('IDAT', data), pngEnd()]);
    return withFile('in.png', png, (path) => {
      const how = quality === 1 ? ['-lossless'] : ['-q', String(100 * quality)];
      execFileSync('cwebp', ['-quiet', '-exact', ...how, path, '-o', `${path}.webp`]);
      return Uint8Array.from(readFileSync(`${path}.webp`));
    });
  },
  end: () => undefined,
};

describe.skipIf(!hasTool('cwebp') || !hasTool('webpmux') || !hasTool('dwebp'))(
  "an animated WebP of libwebp's pictures, read by libwebp's tools",
  () => {
    test.each([
      { quality: 1, alpha: false, least: Number.POSITIVE_INFINITY },
      { quality: 0.9, alpha: false, least: 38 },
      { quality: 1, alpha: true, least: Number.POSITIVE_INFINITY },
    ])('has its frames, times, loop and colours (quality $quality, alpha $alpha)', async (look) => {
      const { least, ...wished } = look;
      const frames = smoothFrames(5, 60, 44);
      if (look.alpha) for (const frame of frames) for (let i = 3; i < frame.length; i += 8) frame[i] = 128;
      const settings = settingsOf({
        format: 'webp',
        width: 60,
        height: 44,
        frames: 5,
        fps: 24,
        recipe: '{}',
        ...wished,
      });
      const file = await encode(frames, settings, cwebp);
      withFile('film.webp', file, (path) => {
        const said = say('webpmux', ['-info', path]);
        expect(said).toMatch(/Canvas size: 60 x 44/);
        expect(said).toMatch(/Loop Count : 0/);
        expect(said).toMatch(/Number of frames: 5/);
        expect([...said.matchAll(/^\s*\d+:.*?\s(4[12])\s/gm)].map(([, ms]) => Number(ms))).toEqual([
          42, 41, 42, 42, 41,
        ]);
        expect(say('webpinfo', ['-quiet', path])).not.toMatch(/error/i);
        const shown = framesOf(path, said, 60, 44);
        expect(psnr(frames, shown)).toBeGreaterThanOrEqual(least);
        if (look.alpha) expect(Buffer.compare(Buffer.from(shown[4]!), Buffer.from(frames[4]!))).toBe(0);
      });
    });
  },
);

/** Returns the frames as a viewer shows them, each laid over the previous one. @param said webpmux's output about the file */
function framesOf(path: string, said: string, width: number, height: number): Pixels[] {
  const shown = new Uint8ClampedArray(4 * width * height);
  // Number, width, height, alpha, and the offsets.
  const rows = [...said.matchAll(/^\s*(\d+):\s+(\d+)\s+(\d+)\s+\w+\s+(\d+)\s+(\d+)/gm)];
  return rows.map(([, ...numbers]) => {
    const [frame, partWidth, partHeight, left, top] = numbers.map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ];
    say('webpmux', ['-get', 'frame', String(frame), path, '-o', `${path}.still`]);
    say('dwebp', [`${path}.still`, '-pam', '-o', `${path}.pam`]);
    // RGBA after a text header.
    const pam = readFileSync(`${path}.pam`);
    const pixels = pam.subarray(pam.indexOf('ENDHDR\n') + 7);
    for (let y = 0; y < partHeight; y++) {
      const row = pixels.subarray(4 * y * partWidth, 4 * (y + 1) * partWidth);
      shown.set(row, 4 * ((top + y) * width + left));
    }
    return shown.slice();
  });
}
