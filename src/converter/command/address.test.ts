/** The command with an address instead of a file. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseBundle } from '../../bundle/schema/manifest.ts';
import { fileOf, type Host, startHost } from '../../download/testing/host.node.ts';

vi.setConfig({ testTimeout: 60_000 });

const root = fileURLToPath(new URL('../../../', import.meta.url));
let host: Host;
let out = '';

beforeEach(async () => {
  host = await startHost();
  out = await mkdtemp(join(tmpdir(), 'zscape-cli-'));
});
afterEach(async () => {
  await host.close();
  await rm(out, { recursive: true, force: true });
});

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const argv = ['--import', 'tsx', join(root, 'src/cli/convert.ts'), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

it('fetches an archive, resumes a broken download, and records the origin in the bundle', async () => {
  const archive = await readFile(join(root, 'fixtures/hub_b/module.tar.gz'));
  host.next = [fileOf(archive, '"v1"', archive.length >> 1)];
  host.otherwise = fileOf(archive);
  const address = `${host.address}/nets/Horses.tar.gz`;
  const { code, stderr } = await run(address, '--out', out, '--verify', '0', '--calibrate', 'none');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(host.asked.map(({ range }) => range)).toEqual([undefined, `bytes=${archive.length >> 1}-`]);
  const manifest = parseBundle(JSON.parse(await readFile(join(out, 'horses/zscape.json'), 'utf8')), 'it');
  expect(manifest.source).toEqual({ name: new URL(host.address).host, url: address });
  expect(manifest.address).toBeUndefined();
});

it.each([
  ['/nothing.h5', [], /^error\[FILE_MISSING\]: There is no nothing\.h5 at 127\.0\.0\.1:\d+/],
  ['/a.zip', ['--max-size', '1'], /^error\[DOWNLOAD_TOO_LARGE\]: .*--max-size/],
])('leaves nothing behind if %s does not arrive', async (path, options, says) => {
  if (path === '/a.zip') host.otherwise = fileOf(new Uint8Array(2 ** 21));
  const { code, stderr } = await run(host.address + path, '--out', out, ...options);
  expect(code).toBe(3);
  expect(stderr).toMatch(says);
  expect(await readdir(out)).toEqual([]);
});
