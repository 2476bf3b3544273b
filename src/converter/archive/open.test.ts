import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../testing/bytes.ts';
import { bytesSource } from '../testing/bytesSource.ts';
import { tarGzOf, tarOf, zipOf } from '../testing/write/pack.ts';
import { blobSource } from './byteSource.ts';
import { openDropped } from './dropped.ts';
import type { ModuleFiles } from './files.ts';
import { nodeDecompress } from './formats/decompress.node.ts';
import { webDecompress } from './formats/decompress.ts';
import { openArchive } from './open.ts';

const module = new Map<string, Uint8Array>([
  ['saved_model.pb', utf8('graph')],
  ['variables/variables.data-00000-of-00001', Uint8Array.from({ length: 20_000 }, (_, i) => (i * i) >> 3)],
  ['variables/variables.index', utf8('index')],
  ['assets/empty', new Uint8Array(0)],
]);
const plainPaths = [...module.keys()].sort();

async function contents(files: ModuleFiles): Promise<Map<string, Uint8Array>> {
  const entries = files.paths.map(async (path) => [path, await files.read(path)] as const);
  return new Map(await Promise.all(entries));
}

const roots = ['', './', 'progan-128/', './deep/er/'];
const packers: [string, (root: string) => Promise<Uint8Array<ArrayBuffer>>][] = [
  ['.tar.gz', (root) => tarGzOf(module, root)],
  ['.tar', (root) => tarOf(module, root)],
  ['.zip, deflated', async (root) => zipOf(module, root)],
  ['.zip, stored', async (root) => zipOf(module, root, 0)],
];
const decompressors = [
  ['zlib', nodeDecompress],
  ['DecompressionStream', webDecompress],
] as const;

describe.each(packers)('a model packed as %s', (_, pack) => {
  it.each(roots)('is unpacked to its own folder, when packed below %j', async (root) => {
    const bytes = await pack(root);
    for (const [, decompress] of decompressors) {
      const files = await openArchive(bytesSource('model', bytes), { decompress });
      expect([...files.paths]).toEqual(plainPaths);
      expect(await contents(files)).toEqual(new Map([...module].sort()));
    }
  });

  it('is recognised by its content, whatever its name, from a Blob', async () => {
    const blob = new Blob([await pack('')]);
    const dropped = await openDropped([{ path: 'holiday.jpg', blob }]);
    expect([...dropped.paths]).toEqual(plainPaths);
    expect(await contents(dropped)).toEqual(new Map([...module].sort()));
  });

  it('reports the bytes read and stops when cancelled', async () => {
    const bytes = await pack('');
    const abort = new AbortController();
    abort.abort();
    const open = async () => {
      const files = await openArchive(blobSource('model', new Blob([bytes])), { signal: abort.signal });
      return files.read(plainPaths[1]!);
    };
    await expect(open()).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('an archive', () => {
  it('reports its progress in packed bytes', async () => {
    const bytes = await tarGzOf(module);
    const seen: [number, number][] = [];
    await openArchive(bytesSource('model', bytes), { onProgress: (read, total) => seen.push([read, total]) });
    expect(seen.at(-1)).toEqual([bytes.length, bytes.length]);
  });

  it('is stripped of the files that operating systems add', async () => {
    const littered = new Map([...module, ['__MACOSX/._saved_model.pb', utf8('x')], ['.DS_Store', utf8('x')]]);
    const files = await openArchive(bytesSource('model.zip', zipOf(littered)));
    expect([...files.paths]).toEqual(plainPaths);
  });

  it('may hold a model beside a page about it', async () => {
    const packed = new Map(
      [...module].map(([path, bytes]): [string, Uint8Array] => [`model/${path}`, bytes]),
    );
    packed.set('README.md', utf8('about'));
    const files = await openArchive(bytesSource('model.zip', zipOf(packed)));
    expect([...files.paths]).toEqual(plainPaths);
  });

  it('with two models is refused, naming both', async () => {
    const two = new Map([
      ['a/saved_model.pb', utf8('a')],
      ['b/saved_model.pb', utf8('b')],
    ]);
    await expect(openArchive(bytesSource('two.zip', zipOf(two)))).rejects.toMatchObject({
      code: 'MODULE_INVALID',
      message: expect.stringMatching(/a\/, b\//),
    });
  });

  it('gives the bytes of a .safetensors file as they are', async () => {
    const header = utf8('{}      ');
    const bytes = new Uint8Array(8 + header.length);
    bytes[0] = header.length;
    bytes.set(header, 8);
    const files = await openArchive(bytesSource('weights.bin', bytes));
    expect(files.paths).toEqual(['model.safetensors']);
    expect(await files.read('model.safetensors')).toEqual(bytes);
  });

  it('says so when a requested file is missing', async () => {
    const files = await openArchive(bytesSource('model', await tarGzOf(module)));
    await expect(files.read('variables')).rejects.toMatchObject({ code: 'ARCHIVE_UNREADABLE' });
  });
});

describe('dropped files', () => {
  it('of a folder are read on demand, relative to their folder', async () => {
    const list = [...module].map(([path, bytes]) => ({
      path: `/progan/${path}`,
      blob: new Blob([new Uint8Array(bytes)]),
    }));
    const files = await openDropped(list);
    expect(await contents(files)).toEqual(new Map([...module].sort()));
  });

  it('must be at least one', async () => {
    await expect(openDropped([])).rejects.toMatchObject({ code: 'ARCHIVE_UNREADABLE' });
  });
});

describe('anything other than an archive', () => {
  const refused: [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(0), /is empty/],
    ['an error page', utf8('\n<!DOCTYPE html><html><head><title>404</title>'), /is a web page/],
    [
      'an XML error of a storage server',
      utf8('<?xml version="1.0"?><Error><Code>NoSuchKey'),
      /is a web page/,
    ],
    ['a JSON file', utf8('{"format": "graph-model"}'), /only a JSON file/],
    [
      'a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0),
      /not an archive that the converter knows/,
    ],
    ['a gzip file of an error page', gzipSync(utf8('<html>no</html>')), /is a web page/],
    ['a gzip file of something else', gzipSync(utf8('hello'.repeat(300))), /does not hold a tar archive/],
    ['zeros', new Uint8Array(2048), /not an archive that the converter knows/],
  ];
  it.each(refused)('is refused with a sentence: %s', async (_, bytes, sentence) => {
    await expect(openArchive(bytesSource('it', bytes))).rejects.toMatchObject({
      code: 'ARCHIVE_UNREADABLE',
      message: expect.stringMatching(sentence),
    });
  });
});
