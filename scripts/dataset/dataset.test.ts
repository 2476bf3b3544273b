import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { renderPixels } from './draw.ts';
import { findStyle } from './styles.ts';

// Each test runs the real command, which starts processes of its own.
vi.setConfig({ testTimeout: 180_000 });

const command = fileURLToPath(new URL('../dataset.ts', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zscape-dataset-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function dataset(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  return new Promise((resolve) => {
    const argv = ['--import', import.meta.resolve('tsx'), command, ...args];
    execFile(process.execPath, argv, (failure, out, error) => {
      resolve({ code: failure === null ? 0 : Number(failure.code), out, error });
    });
  });
}

const files = async (at: string) =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(at)).map(async (name) => [name, await readFile(join(at, name), 'base64')]),
    ),
  );

describe('npm run dataset', () => {
  it('draws the same bytes for the same seed, with any number of processes', async () => {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    expect(
      await dataset('--count', '120', '--size', '32', '--seed', '5', '--out', a, '--workers', '2'),
    ).toMatchObject({ code: 0 });
    expect(
      await dataset('--count', '120', '--size', '32', '--seed', '5', '--out', b, '--workers', '1'),
    ).toMatchObject({ code: 0 });
    expect(await files(a)).toEqual(await files(b));
  });

  it('writes pictures that are what their labels say', async () => {
    const about = JSON.parse(await readFile(join(folder, 'a', 'dataset.json'), 'utf8'));
    expect(about).toMatchObject({
      recipe: 'avatars',
      style: 'avataaars',
      size: 32,
      count: 120,
      held_out: 0,
      seed: 5,
    });
    const [shard] = about.shards;
    const bytes = await readFile(join(folder, 'a', shard.file));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(shard.sha256);
    const pictures = Object.entries(unzipSync(bytes));
    expect(pictures).toHaveLength(120);
    const [header = '', ...rows] = (await readFile(join(folder, 'a', 'labels.csv'), 'utf8'))
      .trimEnd()
      .split('\n');
    expect(rows).toHaveLength(120);
    const { style } = findStyle('avataaars');
    for (const index of [0, 49, 50, 119]) {
      const values = rows[index]?.split(',') ?? [];
      expect(values[0]).toBe(String(index));
      const labels = Object.fromEntries(
        header
          .split(',')
          .map((column, at) => [column, values[at] ?? ''])
          .slice(1),
      );
      const [name, picture] = pictures[index] ?? ['', new Uint8Array()];
      expect(name).toBe(`${String(index).padStart(6, '0')}.webp`);
      const { data } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      // Lossless: every pixel.
      expect(data.equals(renderPixels(labels, style, 32))).toBe(true);
    }
  });

  it('draws another style of the collection', async () => {
    const out = join(folder, 'thumbs');
    expect(await dataset('--count', '6', '--size', '16', '--style', 'thumbs', '--out', out)).toMatchObject({
      code: 0,
    });
    expect(JSON.parse(await readFile(join(out, 'dataset.json'), 'utf8')).credit).toContain('CC0');
  });

  it('says what is wrong, with exit code 2 for wrong usage', async () => {
    for (const [args, words] of [
      [['--size', '100'], /power of two/],
      [['--count', 'many'], /--count must be a whole number/],
      [['--style', 'nobody'], /There is no style "nobody"/],
      [['--recipe', 'landscapes'], /There is no recipe "landscapes". Choose from: avatars, portraits/],
      [['--recipe', 'portraits', '--strips', 'x.png', '--factor', 'tail'], /There is no factor "tail"/],
      [['--recipe', 'portraits', '--sheet', 'x.gif'], /ends in .png or .webp/],
      [
        ['--recipe', 'portraits', '--count', '5', '--held-out', '6'],
        /--held-out must be a whole number from 0 to 5/,
      ],
      [['--sheet', 'x.png'], /--sheet works with --recipe portraits only/],
      [['--colour', 'red'], /--colour/],
    ] as const) {
      const { code, error } = await dataset(...args, '--out', join(folder, 'c'));
      expect(code).toBe(2);
      expect(error).toMatch(/^error\[USAGE\]: /m);
      expect(error).toMatch(words);
    }
    expect(await readdir(folder)).not.toContain('c');
  });

  it('touches no folder that is not a data set, and reports one that cannot be written', async () => {
    const other = join(folder, 'other');
    await mkdir(other);
    await writeFile(join(other, 'thesis.txt'), 'years of work');
    const taken = await dataset('--count', '1', '--out', other);
    expect(taken).toMatchObject({ code: 3 });
    expect(taken.error).toMatch(/error\[OUTPUT_UNWRITABLE\].*other/);
    expect(await readFile(join(other, 'thesis.txt'), 'utf8')).toBe('years of work');
    const below = await dataset('--count', '1', '--out', join(other, 'thesis.txt', 'x'));
    expect(below).toMatchObject({ code: 3 });
    expect(below.error).toMatch(/OUTPUT_UNWRITABLE/);
  });
});
