/** The command as scripts call it: exit codes, one line of error, one JSON object, and nothing half-written. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sha256Hex } from '../../bundle/read/sha256.ts';
import { parseBundle } from '../../bundle/schema/manifest.ts';

vi.setConfig({ testTimeout: 60_000 });

const root = fileURLToPath(new URL('../../../', import.meta.url));
const module = join(root, 'fixtures/hub_b/module.tar.gz');
let out = '';

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'zscape-cli-'));
});

afterEach(async () => {
  await rm(out, { recursive: true, force: true });
});

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Result> {
  const argv = ['--import', 'tsx', join(root, 'src/cli/convert.ts'), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const quick = ['--verify', '0', '--calibrate', 'none'];

describe('npm run convert', () => {
  test('writes a whole bundle and says what it wrote', async () => {
    const { code, stdout, stderr } = await run(
      module,
      '--id',
      'b',
      '--out',
      out,
      '--quantize',
      'none',
      '--verify',
      '2',
      '--calibrate',
      'light',
      '--json',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const said = JSON.parse(stdout);
    expect(Object.keys(said)).toEqual([
      'id',
      'dir',
      'family',
      'latent',
      'image',
      'bytes',
      'maxError',
      'seconds',
    ]);
    expect(said).toMatchObject({
      id: 'b',
      dir: join(out, 'b'),
      family: 'progan',
      latent: 128,
      image: [16, 16, 3],
    });
    expect(said.maxError).toBeLessThan(1e-4);
    const manifest = parseBundle(
      JSON.parse(await readFile(join(out, 'b/zscape.json'), 'utf8')),
      'zscape.json',
    );
    expect((await readdir(join(out, 'b'))).sort()).toEqual(
      [...manifest.files.map(({ path }) => path), 'zscape.json'].sort(),
    );
    for (const { path, bytes, sha256 } of manifest.files) {
      const content = Uint8Array.from(await readFile(join(out, 'b', path)));
      expect(content.length).toBe(bytes);
      expect(await sha256Hex(content)).toBe(sha256);
    }
    expect(JSON.parse(await readFile(join(out, 'index.json'), 'utf8'))).toEqual({
      schema: 1,
      models: [
        {
          id: 'b',
          title: 'b',
          bytes: said.bytes,
          latent: 128,
          resolution: 16,
          family: 'progan',
          default: false,
        },
      ],
    });
    expect((await readdir(out)).sort()).toEqual(['b', 'index.json']);
  });

  test('replaces a bundle of the same id, leaves the others in place, and keeps the default', async () => {
    await run(module, '--id', 'first', '--out', out, '--default', '--title', 'One', ...quick);
    await run(module, '--id', 'second', '--out', out, ...quick);
    await run(module, '--id', 'first', '--out', out, '--title', 'Two', '--quantize', 'uint8', ...quick);
    const { models } = JSON.parse(await readFile(join(out, 'index.json'), 'utf8'));
    expect(
      models.map((one: { id: string; title: string; default: boolean }) => [one.id, one.title, one.default]),
    ).toEqual([
      ['first', 'Two', true],
      ['second', 'second', false],
    ]);
    const manifest = JSON.parse(await readFile(join(out, 'first/zscape.json'), 'utf8'));
    expect(manifest.quantization).toBe('uint8');
    expect((await readdir(out)).sort()).toEqual(['first', 'index.json', 'second']);
  });

  test('wrong usage is exit code 2 and one line', async () => {
    const { code, stdout, stderr } = await run(module, '--quantize', 'int4', '--out', out);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error\[USAGE\]: [^\n]+\n$/);
    expect(await readdir(out)).toEqual([]);
  });

  test('a file that is not a model ends with exit code 3, one line, and nothing written', async () => {
    const page = join(out, 'page.tar.gz');
    await writeFile(page, '<!DOCTYPE html><html><body>404</body></html>');
    const target = join(out, 'models');
    const { code, stdout, stderr } = await run(page, '--out', target);
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error\[ARCHIVE_UNREADABLE\]: .*web page[^\n]*\n$/);
    await expect(readdir(target)).rejects.toThrow();
  });

  test('a bundle that fails its verification is not written', async () => {
    const { code, stderr } = await run(
      module,
      '--id',
      'b',
      '--out',
      out,
      '--quantize',
      'uint8',
      '--tolerance',
      '1e-12',
      '--calibrate',
      'none',
    );
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error\[VERIFY_FAILED\]: /);
    expect(await readdir(out)).toEqual([]);
  });

  test('respects a limit on the size', async () => {
    const { code, stderr } = await run(module, '--id', 'b', '--out', out, '--max-size', '0.1', ...quick);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error\[ARCHIVE_TOO_LARGE\]: /);
  });

  test('respects limits on the cost of one picture, and the sentence says how to raise them', async () => {
    const slow = await run(module, '--id', 'b', '--out', out, '--max-work', '0.0001');
    expect(slow.code).toBe(3);
    expect(slow.stderr).toMatch(/^error\[MODEL_TOO_SLOW\]: .*--max-work\.\n$/);
    const large = await run(module, '--id', 'b', '--out', out, '--max-memory', '0.05');
    expect(large.code).toBe(3);
    expect(large.stderr).toMatch(/^error\[MODEL_TOO_LARGE\]: .*--max-memory\.\n$/);
    expect(await readdir(out)).toEqual([]);
  });

  test('leaves a foreign index.json untouched', async () => {
    await writeFile(join(out, 'index.json'), '{"mine": true}');
    const { code, stderr } = await run(module, '--id', 'b', '--out', out, ...quick);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error\[CATALOGUE_INVALID\]: /);
    expect(await readFile(join(out, 'index.json'), 'utf8')).toBe('{"mine": true}');
    expect(await readdir(out)).toEqual(['index.json']);
  });
});
