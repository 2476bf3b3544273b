import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DatasetArguments, parseDatasetArguments } from '../arguments.ts';
import { generate, seedsOf } from '../generate.ts';
import { drawFactors, factors } from './factors.ts';
import { renderPortrait } from './render.ts';
import { drawSheet, drawStrips } from './sheet.ts';

// Each test starts real drawing processes.
vi.setConfig({ testTimeout: 180_000 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zscape-portraits-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function args(...words: string[]): DatasetArguments {
  const parsed = parseDatasetArguments(['--recipe', 'portraits', ...words]);
  if (parsed === 'help') throw new Error('These words ask for help.');
  return parsed;
}

describe('a data set of portraits', () => {
  it('holds the pictures that its factors describe, byte for byte the same with any number of processes', async () => {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    const words = ['--count', '60', '--size', '16', '--seed', '9'];
    await generate(args(...words, '--out', a, '--workers', '2'));
    await generate(args(...words, '--out', b, '--workers', '1'));
    expect((await readdir(a)).sort()).toEqual(['dataset.json', 'shard-0000.zip']);
    const bytes = await readFile(join(a, 'shard-0000.zip'));
    expect(bytes.equals(await readFile(join(b, 'shard-0000.zip')))).toBe(true);

    const about = JSON.parse(await readFile(join(a, 'dataset.json'), 'utf8'));
    expect(about).toMatchObject({ recipe: 'portraits', size: 16, count: 60, held_out: 25, seed: 9 });
    expect(about.factors).toHaveLength(factors.length);
    expect(Object.keys(about.factors[0])).toEqual(['id', 'name', 'low', 'high', 'group', 'first']);

    const { 'factors.npy': npy = new Uint8Array(), ...pictures } = unzipSync(bytes);
    expect(Object.keys(pictures)).toHaveLength(60);
    const header = new TextDecoder().decode(npy.subarray(10, 128));
    expect([...npy.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(60, 60\), \} *\n$/);
    expect(npy).toHaveLength(128 + 60 * factors.length * 4);
    const numbers = new Float32Array(npy.slice(128).buffer);
    for (const index of [0, 34, 35, 59]) {
      const row = numbers.slice(index * factors.length, (index + 1) * factors.length);
      const picture = pictures[`${String(index).padStart(6, '0')}.webp`] ?? new Uint8Array();
      const pixels = await sharp(picture).removeAlpha().raw().toBuffer();
      expect(pixels.equals(renderPortrait(row, 16))).toBe(true);
    }
  });

  it('draws its held-out pictures from seeds that no data set trains on', () => {
    const half = 2 ** 31;
    for (const seed of ['1', '2']) {
      const seeds = seedsOf(args('--count', '5000', '--seed', seed));
      const training = seeds.slice(0, 5000 - 2048);
      expect(training.every((one) => one < half)).toBe(true);
      expect(seeds.slice(5000 - 2048).every((one) => one >= half && one < 2 * half)).toBe(true);
    }
    expect(args('--count', '60000').heldOut).toBe(24_576);
    expect(args('--count', '100', '--held-out', '7').heldOut).toBe(7);
    const short = seedsOf(args('--count', '50', '--held-out', '10'));
    const long = seedsOf(args('--count', '500', '--held-out', '100'));
    expect(short.slice(0, 40)).toEqual(long.slice(0, 40));
    expect(short.slice(40)).toEqual(long.slice(400, 410));
  });

  it('draws sheets to look at, and names the one that cannot be written', async () => {
    const [sheet, strips, strip] = ['sheet.png', 'strips.webp', 'strip.png'].map((name) =>
      join(folder, name),
    );
    await drawSheet([1, 2, 3], 16, sheet ?? '');
    await drawStrips([1, 2, 3], 8, strips ?? '');
    await drawStrips([1, 2, 3], 16, strip ?? '', 'smile');
    expect(await sharp(sheet).metadata()).toMatchObject({ format: 'png', width: 48, height: 16 });
    expect(await sharp(strips).metadata()).toMatchObject({ format: 'webp', width: 120, height: 160 });
    expect(await sharp(strip).metadata()).toMatchObject({ width: 80, height: 16 });
    const five = await sharp(strip).removeAlpha().raw().toBuffer();
    const values = drawFactors(1 + (factors.findIndex(({ id }) => id === 'smile') % 3)).map((x) => x * 0.5);
    values[factors.findIndex(({ id }) => id === 'smile')] = -2;
    expect(five.subarray(0, 48).equals(renderPortrait(values, 16).subarray(0, 48))).toBe(true);
    await expect(drawSheet([1], 16, join(folder, 'nowhere', 'sheet.png'))).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
    });
  });
});
