/** Bad input on the command line: exit code 3 (2 for wrong usage), one line with the reason, and nothing written. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../testing/bytes.ts';
import { proganModule } from '../testing/progan/module.ts';
import { tinyProgan } from '../testing/progan/weights.ts';
import { tarGzOf } from '../testing/write/pack.ts';
import { rawTar } from '../testing/write/rawTar.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zscape-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function convert(input: string, ...options: string[]) {
  const argv = ['--import', 'tsx', 'src/cli/convert.ts', join(folder, input), '--id', 'bad'];
  const out = join(folder, 'models');
  const start = performance.now();
  const result = await new Promise<{ code: unknown; stderr: string; stdout: string }>((resolve) => {
    execFile(process.execPath, [...argv, '--out', out, ...options], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
  return { ...result, seconds: (performance.now() - start) / 1000, wrote: existsSync(out) };
}

const inputs: [string, () => Promise<Uint8Array>, string][] = [
  ['a web page', async () => utf8('<!doctype html><title>Sign in</title>'), 'ARCHIVE_UNREADABLE'],
  ['a way out of the folder', async () => rawTar([{ name: '../x', body: utf8('x') }]), 'ARCHIVE_UNSAFE_PATH'],
  [
    'a bomb of 300 MB in 300 KB',
    async () => gzipSync(rawTar([{ name: 'saved_model.pb', body: new Uint8Array(3e8) }]), { level: 9 }),
    'ARCHIVE_TOO_LARGE',
  ],
  [
    'half of an archive',
    async () => {
      const whole = await tarGzOf(proganModule(tinyProgan));
      return whole.subarray(0, whole.length / 2);
    },
    'ARCHIVE_UNREADABLE',
  ],
];

describe('npm run convert', () => {
  it.each(inputs)(
    'on %s',
    async (_, make, code) => {
      await writeFile(join(folder, 'model.tar.gz'), await make());
      const { code: exit, stderr, stdout, seconds, wrote } = await convert('model.tar.gz', '--json');
      expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(`^error\\[${code}\\]: .+[.]$`)]);
      expect({ exit, stdout, wrote }).toEqual({ exit: 3, stdout: '', wrote: false });
      expect(seconds).toBeLessThan(10);
    },
    60_000,
  );

  it('on a missing file', async () => {
    const { code, stderr, wrote } = await convert('nothing.tar.gz');
    expect(stderr).toMatch(/^error\[INPUT_NOT_FOUND\]: .*nothing\.tar\.gz/);
    expect({ code, wrote }).toEqual({ code: 3, wrote: false });
  }, 60_000);

  it('with a wrong option', async () => {
    const { code, stderr, wrote } = await convert('nothing.tar.gz', '--quantize', 'int3');
    expect(stderr).toMatch(/^error\[USAGE\]: /);
    expect({ code, wrote }).toEqual({ code: 2, wrote: false });
  }, 60_000);
});
