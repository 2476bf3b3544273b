/** The command as scripts call it: complete files with the pictures of their seeds, and one line of error. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { referenceProgan } from '../../engine/backends/progan/testing/reference.ts';
import { loadedBundle } from '../../engine/backends/wasm/testing/bundle.ts';
import { tinyBundle } from '../../engine/testing/tinyBundle.ts';
import { readNpy } from '../../export/npy.ts';
import { readPng } from '../../export/testing/readPng.ts';
import { sampleLatent } from '../../latent/vector/sample.ts';

vi.setConfig({ testTimeout: 120_000 });

const root = fileURLToPath(new URL('../../../', import.meta.url));
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zscape-render-'));
  const model = join(folder, 'models', 'tiny');
  await mkdir(model, { recursive: true });
  const { files, manifest } = tinyBundle();
  for (const [path, bytes] of files) await writeFile(join(model, path), bytes);
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const entry = {
    id: 'tiny',
    title: 'Tiny',
    bytes,
    latent: 16,
    resolution: 16,
    family: 'progan',
    default: true,
  };
  await writeFile(join(folder, 'models', 'index.json'), JSON.stringify({ schema: 1, models: [entry] }));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const models = ['--models', join(folder, 'models')];
  const argv = ['--import', 'tsx', join(root, 'src/cli/render.ts'), ...models, ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** Computes the bytes of a seed's picture, by the network's definition. */
function expected(seed: number): number[] {
  const values = referenceProgan(loadedBundle(), sampleLatent(seed, 16, 'normal'));
  return Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, (value + 1) / 2))));
}

test('files hold the pictures, the latents and a table of their seeds, on any number of threads', async () => {
  const out = join(folder, 'some.zip');
  const { code, stdout, stderr } = await run(
    '--seeds',
    '5-28',
    '--out',
    out,
    '--threads',
    '2',
    '--per-file',
    '10',
    '--json',
  );
  expect([stderr, code]).toEqual(['', 0]);
  const names = ['some-1-of-3.zip', 'some-2-of-3.zip', 'some-3-of-3.zip'];
  expect(JSON.parse(stdout)).toMatchObject({
    model: 'tiny',
    pictures: 24,
    files: names.map((name) => join(folder, name)),
  });
  expect((await readdir(folder)).sort()).toEqual(['models', ...names]);
  const files = unzipSync(await readFile(join(folder, names[1]!)));
  expect(Object.keys(files)).toHaveLength(12);
  const { data, shape } = readNpy(files['latents.npy']!);
  expect(shape).toEqual([10, 16]);
  expect(data.subarray(3 * 16, 4 * 16)).toEqual(sampleLatent(18, 16, 'normal'));
  const table = new TextDecoder().decode(files['metadata.csv']).trim().split('\r\n');
  expect(table[0]).toBe('file,seed,spread');
  expect(table[4]).toBe('seed-18.png,18,1');
  for (const seed of [15, 18, 24]) {
    const picture = readPng(files[`pictures/seed-${seed}.png`]!);
    expect(picture).toMatchObject({ width: 16, height: 16, step: 3 });
    const wanted = expected(seed);
    const furthest = Math.max(...picture.data.map((byte, i) => Math.abs(byte - wanted[i]!)));
    expect(furthest).toBeLessThanOrEqual(1);
  }
});

test('a folder gets the same, smaller on request, and is not overwritten', async () => {
  const out = join(folder, 'deep', 'pictures');
  const done = await run('--model', 'tiny', '--seeds', '3,1', '--out', out, '--size', '8');
  expect([done.stderr, done.code]).toEqual(['', 0]);
  expect(done.stdout).toMatch(/^tiny: 2 pictures, 0\.0 MB in /);
  expect((await readdir(join(out, 'pictures'))).sort()).toEqual(['seed-1.png', 'seed-3.png']);
  const picture = readPng(await readFile(join(out, 'pictures', 'seed-1.png')));
  expect([picture.width, picture.height]).toEqual([8, 8]);
  expect(await readFile(join(out, 'metadata.csv'), 'utf8')).toContain('seed-3.png,3,1\r\nseed-1.png,1,1');
  const again = await run('--seeds', '1', '--out', out);
  expect(again.code).toBe(1);
  expect(again.stderr).toMatch(/^error\[OUTPUT_UNWRITABLE\]: .* exists and is not empty\. .*--force\.\n$/);
});

test.each([
  ['webp', 'webp', 'RIFF'],
  ['jpeg', 'jpg', '\xff\xd8\xff'],
])('pictures are %s on request', async (format, ending, magic) => {
  const out = join(folder, 'lossy');
  const done = await run('--seeds', '4', '--out', out, '--format', format);
  expect([done.stderr, done.code]).toEqual(['', 0]);
  const bytes = await readFile(join(out, 'pictures', `seed-4.${ending}`));
  expect(bytes.toString('latin1', 0, magic.length)).toBe(magic);
  expect(await readFile(join(out, 'metadata.csv'), 'utf8')).toContain(`seed-4.${ending},4,1`);
});

test.each<[string, string[], RegExp]>([
  ['no seeds', ['--out', 'x.zip'], /^error\[USAGE\]: State which seeds/],
  [
    'an unknown model',
    ['--model', 'none', '--seeds', '1', '--out', 'x.zip'],
    /^error\[MODEL_UNKNOWN\]: .*"none".*tiny/,
  ],
  [
    'an impossible place',
    ['--seeds', '1', '--out', '/dev/null/x.zip'],
    /^error\[OUTPUT_UNWRITABLE\]: Cannot write to/,
  ],
  [
    'a spread without effect',
    ['--seeds', '1', '--out', 'x.zip', '--spread', '2'],
    /^error\[USAGE\]: --spread/,
  ],
  [
    'a picture larger than the model makes',
    ['--seeds', '1', '--out', 'x.zip', '--size', '17'],
    /^error\[USAGE\]: --size 17/,
  ],
])('%s: one sentence, and nothing is written', async (_, args, words) => {
  const { code, stdout, stderr } = await run(...args);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(words);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('a damaged model and a folder without write permission are named, and no incomplete file remains', async () => {
  const weights = join(folder, 'models', 'tiny', 'weights-0.bin');
  const bytes = await readFile(weights);
  bytes[9]! ^= 1;
  await writeFile(weights, bytes);
  const out = join(folder, 'out');
  await mkdir(out);
  const damaged = await run('--seeds', '1', '--out', join(out, 'x.zip'));
  expect(damaged.stderr).toMatch(/^error\[BUNDLE_FILE_CORRUPT\]: .*weights-0\.bin/);
  expect(await readdir(out)).toEqual([]);
  if (process.getuid?.() === 0) return; // Root can write anywhere.
  await chmod(out, 0o500);
  const refused = await run('--seeds', '1', '--out', join(out, 'x.zip'));
  expect(refused.stderr).toMatch(/^error\[OUTPUT_UNWRITABLE\]/);
});
