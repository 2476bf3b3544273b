/** Malicious archives: each is refused with the right code, in little time and memory. */
import * as zlib from 'node:zlib';
import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { utf8 } from '../testing/bytes.ts';
import { bytesSource } from '../testing/bytesSource.ts';
import { type Files, tarGzOf, tarOf, zipOf } from '../testing/write/pack.ts';
import { type RawTarEntry, rawTar } from '../testing/write/rawTar.ts';
import { nodeDecompress } from './formats/decompress.node.ts';
import { type Decompress, webDecompress } from './formats/decompress.ts';
import type { ArchiveLimits } from './limits.ts';
import { openArchive } from './open.ts';

// Megabytes are packed and unpacked here, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const graph = { name: 'saved_model.pb', body: utf8('graph') };

/** Opens and reads everything, as an importer would. */
async function readAll(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}, decompress = nodeDecompress) {
  const files = await openArchive(bytesSource('bad archive', bytes), { limits, decompress });
  for (const path of files.paths) await files.read(path);
  return files;
}

describe('paths', () => {
  const unsafe: [string, RawTarEntry[]][] = [
    ['out of the folder', [{ name: '../../etc/passwd', body: utf8('x') }]],
    ['out of the folder from within', [{ name: 'a/../../b', body: utf8('x') }]],
    ['absolute', [{ name: '/etc/passwd', body: utf8('x') }]],
    ['of a Windows drive', [{ name: 'C:/windows', body: utf8('x') }]],
    ['with backslashes', [{ name: '..\\..\\evil', body: utf8('x') }]],
    ['with control characters', [{ name: 'a\x1b[2J', body: utf8('x') }]],
    ['twice', [graph, graph]],
    ['twice, spelled differently', [graph, { ...graph, name: './/saved_model.pb' }]],
    ['a file as a folder', [{ name: 'variables', body: utf8('x') }, { name: 'variables/variables.index' }]],
    ['a folder as a file', [{ name: 'variables/variables.index' }, { name: 'variables', body: utf8('x') }]],
    ['a symbolic link', [{ name: 'variables', type: '2', link: '/etc' }, graph]],
    ['a hard link', [{ name: 'variables', type: '1', link: 'saved_model.pb' }, graph]],
    ['a device', [{ name: 'null', type: '3' }, graph]],
    ['a pipe', [{ name: 'pipe', type: '6' }, graph]],
    ['very deep', [{ name: `${'a/'.repeat(40)}b`, body: utf8('x') }]],
  ];
  it.each(unsafe)('%s', async (_, entries) => {
    await expect(readAll(rawTar(entries))).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE_PATH' });
    await expect(readAll(gzipSync(rawTar(entries)))).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE_PATH' });
  });

  it('out of the folder, in a zip', async () => {
    const bytes = zipSync({ '../evil': utf8('x'), 'saved_model.pb': utf8('graph') });
    await expect(readAll(bytes)).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE_PATH' });
  });

  it('a symbolic link, in a zip', async () => {
    const bytes = zipSync({ variables: [utf8('/etc'), { os: 3, attrs: 0o120777 << 16 }] });
    await expect(readAll(bytes)).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE_PATH' });
  });

  it('twice, in a zip', async () => {
    const bytes = zipSync({ 'saved_model.pb': utf8('a'), 'saved_model.pc': utf8('b') }, { level: 0 });
    const text = Buffer.from(bytes).toString('latin1').replaceAll('saved_model.pc', 'saved_model.pb');
    await expect(readAll(Buffer.from(text, 'latin1'))).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE_PATH' });
  });
});

describe('bombs', () => {
  it('gzip: stops at the ratio, long before the end', async () => {
    const tar = rawTar([graph, { name: 'zeros', body: new Uint8Array(96 * 2 ** 20) }]);
    const bytes = zlib.gzipSync(tar, { level: 9 });
    for (const decompress of [nodeDecompress, webDecompress]) {
      let read = 0;
      const counted: Decompress = async function* (format, packed) {
        for await (const chunk of decompress(format, packed)) {
          read += chunk.length;
          yield chunk;
        }
      };
      await expect(readAll(bytes, {}, counted)).rejects.toMatchObject({ code: 'ARCHIVE_TOO_LARGE' });
      expect(read).toBeLessThan(34 * 2 ** 20);
    }
  });

  it('both limits can be set', async () => {
    const files: Files = new Map([['saved_model.pb', new Uint8Array(3e6)]]);
    for (const bytes of [await tarGzOf(files), zipOf(files)]) {
      await expect(readAll(bytes, { maxBytes: 1e6 })).rejects.toMatchObject({ code: 'ARCHIVE_TOO_LARGE' });
      await expect(readAll(bytes, { maxRatio: 50, ratioFloor: 0 })).rejects.toMatchObject({
        code: 'ARCHIVE_TOO_LARGE',
        message: expect.stringContaining('50 times'),
      });
      expect((await readAll(bytes)).paths).toEqual(['saved_model.pb']);
    }
  });

  it('zip: the sizes that it states count before anything is unpacked', async () => {
    const bytes = zipSync({ zeros: new Uint8Array(33 * 2 ** 20) });
    await expect(readAll(bytes)).rejects.toMatchObject({ code: 'ARCHIVE_TOO_LARGE' });
  });

  it('zip: a false size does not get around them', async () => {
    const bytes = zipSync({ zeros: new Uint8Array(2e6) });
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(bytes.length - 6, true);
    view.setUint32(directory + 24, 10, true);
    await expect(readAll(bytes)).rejects.toMatchObject({
      code: 'ARCHIVE_UNREADABLE',
      message: expect.stringContaining('larger than it says'),
    });
  });

  it('zip: entries that share bytes', async () => {
    const bytes = zipSync({ a: new Uint8Array(5000), b: new Uint8Array(5000) });
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(bytes.length - 6, true);
    view.setUint32(directory + 46 + 1 + 42, 0, true);
    await expect(readAll(bytes)).rejects.toMatchObject({
      code: 'ARCHIVE_UNREADABLE',
      message: expect.stringContaining('overlaps'),
    });
  });

  it('tar: absurd sizes are refused, plausible lies cost only the bytes that really come', async () => {
    for (const claimedSize of [2 ** 33, 2 ** 50]) {
      await expect(readAll(rawTar([{ name: 'big', claimedSize }]))).rejects.toMatchObject({
        code: 'ARCHIVE_TOO_LARGE',
      });
    }
    const lie = rawTar([{ name: 'big', claimedSize: 700 * 2 ** 20, body: utf8('x') }]);
    const before = process.memoryUsage().arrayBuffers;
    await expect(readAll(lie)).rejects.toMatchObject({ code: 'ARCHIVE_UNREADABLE' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
  });

  it('too many files', async () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ name: `${i}` }));
    await expect(readAll(rawTar(many), { maxEntries: 200 })).rejects.toMatchObject({
      code: 'ARCHIVE_TOO_LARGE',
    });
    const zip = zipSync(Object.fromEntries(many.map(({ name }) => [name, new Uint8Array(0)])));
    await expect(readAll(zip, { maxEntries: 200 })).rejects.toMatchObject({ code: 'ARCHIVE_TOO_LARGE' });
  });
});

describe('damage', () => {
  const files: Files = new Map([
    ['saved_model.pb', utf8('graph '.repeat(20))],
    ['variables/variables.data-00000-of-00001', Uint8Array.from({ length: 300 }, (_, i) => (i * i) >> 2)],
  ]);

  it.each([
    ['.tar.gz', () => tarGzOf(files)],
    ['.zip', async () => zipOf(files)],
  ])('%s: truncated at every place', async (_, pack) => {
    const bytes = await pack();
    for (let length = 0; length < bytes.length; length++) {
      await expect(readAll(bytes.subarray(0, length)), `cut at ${length}`).rejects.toMatchObject({
        code: 'ARCHIVE_UNREADABLE',
      });
    }
  });

  it('.tar: truncated anywhere before its end mark', async () => {
    const bytes = await tarOf(files);
    const marked = bytes.length - 1024;
    for (let length = 0; length < marked + 1024; length += 17) {
      await expect(readAll(bytes.subarray(0, length)), `cut at ${length}`).rejects.toMatchObject({
        code: 'ARCHIVE_UNREADABLE',
      });
    }
  });

  it('.zip: a password, an unknown method', async () => {
    const bytes = zipOf(files);
    const directory = new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
    const patched = (at: number, value: number) => {
      const copy = bytes.slice();
      copy[directory + at] = value;
      return readAll(copy);
    };
    await expect(patched(8, 1)).rejects.toMatchObject({ message: expect.stringContaining('password') });
    await expect(patched(10, 12)).rejects.toMatchObject({ message: expect.stringContaining('method 12') });
  });
});
