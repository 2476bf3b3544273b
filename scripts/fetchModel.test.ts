/** Runs the whole command as a user would, against a server on loopback. */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveSource } from '../e2e/support/source.ts';
import { progan128 } from '../src/bundle/published/progan128.ts';
import { proganModule } from '../src/converter/testing/progan/module.ts';
import { tinyProgan } from '../src/converter/testing/progan/weights.ts';
import {
  listOfFiles,
  type PublishedFile,
  publishedFiles,
  publishedFolders,
  smallLayout,
} from '../src/converter/testing/published/files.ts';
import { tarGzOf } from '../src/converter/testing/write/pack.ts';

const archive = await tarGzOf(proganModule(tinyProgan));
const minute = 60_000;

let folder: string;
/** Bytes that the server sends before it falls silent. */
let sends = archive.length;
let ranges: (string | undefined)[] = [];
let body: Uint8Array = archive;
const server = createServer((request, response) => {
  ranges.push(request.headers.range);
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.setHeader('etag', '"1"').setHeader('content-length', body.length - start);
  if (start > 0) {
    response.writeHead(206, { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` });
  }
  const part = body.subarray(start, Math.max(start, sends));
  if (start + part.length === body.length) response.end(part);
  else response.write(part);
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zscape-'));
  ranges = [];
  body = archive;
  sends = archive.length;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

function run(options: readonly string[] = [], mirror = true) {
  const url = mirror ? `http://127.0.0.1:${(server.address() as AddressInfo).port}/1.tar.gz` : '';
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', 'scripts/fetchModel.ts', 'progan-128'],
      ...['--keep', join(folder, 'keep'), '--out', join(folder, 'models'), ...options],
    ],
    { env: { ...process.env, ZSCAPE_MODEL_URL: url, HTTP_PROXY: '', http_proxy: '' } },
  );
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stderr }));
  });
  return { child, ended };
}

/** Published files and their list, as on a host. */
function hosted(
  files: readonly PublishedFile[],
  variant: 'uint8' | 'float32' = 'uint8',
): Map<string, Uint8Array> {
  const all = files.map(({ path, bytes }): [string, Uint8Array] => [publishedFolders[variant] + path, bytes]);
  const list = new TextEncoder().encode(JSON.stringify(listOfFiles({ [variant]: files })));
  return new Map([...all, ['files.json', list]]);
}

const kept = () => join(folder, 'keep/progan-128.tar.gz');

describe('npm run fetch-model', () => {
  it(
    'downloads, converts and adds the model to the catalogue',
    async () => {
      const { code, stderr } = await run().ended;
      expect(stderr).toContain('SHA-256');
      expect(code).toBe(0);
      const catalogue = JSON.parse(await readFile(join(folder, 'models/index.json'), 'utf8'));
      expect(catalogue.models).toEqual([expect.objectContaining({ id: 'progan-128', family: 'progan' })]);
      const bundle = JSON.parse(await readFile(join(folder, 'models/progan-128/zscape.json'), 'utf8'));
      expect(bundle).toMatchObject({
        title: 'ProGAN CelebA 128',
        latent: { size: tinyProgan.latent },
        faces: progan128.faces,
      });
    },
    minute,
  );

  it(
    'exits with 130 when stopped by Ctrl-C, and resumes the next time',
    async () => {
      sends = 5000;
      const { child, ended } = run();
      const arrived = setInterval(() => {
        if (!existsSync(`${kept()}.part`) || statSync(`${kept()}.part`).size < sends) return;
        clearInterval(arrived);
        child.kill('SIGINT');
      }, 10);
      const stopped = await ended;
      expect(stopped.stderr).toContain('Stopped.');
      expect(stopped.code).toBe(130);
      expect(existsSync(join(folder, 'models'))).toBe(false);
      sends = archive.length;
      const { code } = await run().ended;
      expect(ranges).toEqual([undefined, 'bytes=5000-']);
      expect(code).toBe(0);
    },
    minute,
  );

  it(
    'says with exit code 3 that an archive is damaged, removes it and writes nothing',
    async () => {
      body = archive.slice();
      body.fill(0, 2000, 2100);
      const { code, stderr } = await run().ended;
      expect(stderr).toMatch(/^error\[(ARCHIVE_UNREADABLE|CHECKPOINT_CORRUPT|PROTOBUF_INVALID)\]: /m);
      expect(code).toBe(3);
      expect(existsSync(kept())).toBe(false);
      expect(existsSync(join(folder, 'models'))).toBe(false);
    },
    minute,
  );

  it(
    'takes the published files first, checks each, and keeps their bit width',
    async () => {
      const files = publishedFiles(smallLayout, 'uint8', { shardBytes: 4096 });
      const host = await serveSource({ files: hosted(files) });
      const { code, stderr } = await run(['--source', host.address], false).ended;
      await host.close();
      expect(stderr).toContain('every file has its published hash');
      expect(code).toBe(0);
      const bundle = JSON.parse(await readFile(join(folder, 'models/progan-128/zscape.json'), 'utf8'));
      expect(bundle).toMatchObject({ title: 'ProGAN CelebA 128', quantization: 'uint8' });
      // The table does not list these files, so they do not get its licence.
      expect(bundle.licence.name).toContain('unknown');
      expect(ranges).toEqual([]);
    },
    minute,
  );

  it(
    'names the file that differs from the published one, and adds nothing',
    async () => {
      const files = publishedFiles(smallLayout, 'float32', { shardBytes: 16_384 });
      const fault = (path: string) => (/shard2of/.test(path) ? ({ kind: 'changed' } as const) : undefined);
      const host = await serveSource({ files: hosted(files, 'float32'), fault });
      const { code, stderr } = await run(['--source', host.address, '--variant', 'float32'], false).ended;
      await host.close();
      expect(stderr).toMatch(/^error\[DOWNLOAD_WRONG_HASH\]: .*group1-shard2of/m);
      expect(code).toBe(3);
      expect(host.requests.filter(({ path }) => /shard2of/.test(path))).toHaveLength(2);
      expect(existsSync(join(folder, 'models'))).toBe(false);
    },
    minute,
  );

  it(
    'exits with code 2 for a wrong option',
    async () => {
      const { code, stderr } = await run(['--url', 'nonsense']).ended;
      expect(stderr).toMatch(/^error\[USAGE\]: /m);
      expect(code).toBe(2);
      expect(ranges).toEqual([]);
    },
    minute,
  );
});
