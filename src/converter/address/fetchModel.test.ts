/** From an address on a real host to a model's files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Host, startHost } from '../../download/testing/host.node.ts';
import { defaultLimits } from '../archive/limits.ts';
import { fetchModel } from './fetchModel.ts';

const text = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const bundle = join(import.meta.dirname, '../../../fixtures/avatars-64/bundle');

let host: Host;
/** The files on the host, by path. A text that begins with `->` is a redirect. */
let files: Record<string, Uint8Array | string>;

beforeEach(async () => {
  files = {};
  host = await startHost();
  host.otherwise = ({ url = '' }, response) => {
    const file = files[url];
    if (file === undefined) response.writeHead(404).end();
    else if (typeof file !== 'string') response.end(file);
    else response.writeHead(302, { location: file }).end();
  };
});
afterEach(() => host.close());

const model = (paths: readonly string[], bytes: number) => ({
  modelTopology: {},
  weightsManifest: [{ paths, weights: [{ name: 'w', shape: [bytes / 4], dtype: 'float32' }] }],
});
const fetched = (path: string, more = {}) => fetchModel(host.address + path, { pauses: [1, 1], ...more });
const asked = () => host.asked.map(({ path }) => path);

describe('a model of TF.js', () => {
  it('gets its shards from beside its final address, with its query', async () => {
    files['/go'] = '/nets/horses/web.json?v=3';
    files['/nets/horses/web.json?v=3'] = text(model(['./a.bin', 'sub/b%201.bin', 'c d.bin'], 12));
    for (const shard of ['a.bin', 'sub/b%201.bin', 'c%20d.bin'])
      files[`/nets/horses/${shard}?v=3`] = text('four');
    const told: [number, number | null][] = [];
    const { files: came, address } = await fetched('/go', {
      onBytes: (...progress: [number, number | null]) => told.push(progress),
    });
    expect(came.map(({ path }) => path)).toEqual([
      'go/model.json',
      'go/./a.bin',
      'go/sub/b%201.bin',
      'go/c d.bin',
    ]);
    expect(came.slice(1).every(({ bytes }) => bytes.length === 4)).toBe(true);
    expect(address).toBe(`${host.address}/go`);
    const all = came.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(told.at(-1)).toEqual([all, all]);
  });

  it('finds shards beside the requested address if a host sends each file elsewhere', async () => {
    files['/gan/model.json'] = '/cache/1234?key=5';
    files['/cache/1234?key=5'] = text(model(['a.bin'], 4));
    files['/gan/a.bin'] = '/cache/5678';
    files['/cache/5678'] = text('four');
    expect((await fetched('/gan/model.json')).files).toHaveLength(2);
  });

  it.each([
    ['../secret.bin'],
    ['/etc/a.bin'],
    ['https://elsewhere.example/a.bin'],
    ['//elsewhere.example/a.bin'],
  ])('is not followed to %s', async (path) => {
    files['/gan/model.json'] = text(model([path], 4));
    await expect(fetched('/gan/model.json')).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE_PATH' });
    expect(asked()).toEqual(['/gan/model.json']);
  });

  it('is refused before its shards are requested if they are too large together', async () => {
    files['/gan/model.json'] = text(model(['a.bin'], 5e9));
    await expect(fetched('/gan/model.json')).rejects.toMatchObject({
      code: 'DOWNLOAD_TOO_LARGE',
      message: expect.stringMatching(/5000 MB.*the limit is 805 MB/),
    });
    expect(asked()).toHaveLength(1);
  });

  it('is refused during the download if shards are larger than stated', async () => {
    files['/gan/model.json'] = text(model(['a.bin', 'b.bin'], 8));
    files['/gan/a.bin'] = files['/gan/b.bin'] = new Uint8Array(800);
    const limits = { ...defaultLimits, maxBytes: 1000 };
    await expect(fetched('/gan/model.json', { limits })).rejects.toMatchObject({
      code: 'DOWNLOAD_WRONG_LENGTH',
      message: expect.stringMatching(/next to model\.json are longer/),
    });
    // The size of texts is unknown.
    const { weightsManifest, ...rest } = model(['a.bin', 'b.bin'], 8);
    weightsManifest[0]!.weights[0]!.dtype = 'string';
    files['/gan/model.json'] = text({ ...rest, weightsManifest });
    await expect(fetched('/gan/model.json', { limits })).rejects.toMatchObject({
      code: 'DOWNLOAD_TOO_LARGE',
    });
  });

  it('ends with the name of the missing shard', async () => {
    files['/gan/model.json'] = text(model(['a.bin', 'b.bin'], 8));
    files['/gan/a.bin'] = text('four');
    await expect(fetched('/gan/model.json')).rejects.toMatchObject({
      code: 'FILE_MISSING',
      message: expect.stringMatching(/no b\.bin/),
    });
  });
});

it('a bundle comes from its folder, with its files', async () => {
  for (const name of readdirSync(bundle)) files[`/avatars/${name}`] = readFileSync(join(bundle, name));
  const { files: came, name } = await fetched('/avatars/');
  expect(name).toBe('avatars');
  expect(came.map(({ path }) => path.replace('avatars/', '')).sort()).toEqual(readdirSync(bundle).sort());
});

it('a folder without a bundle is searched for a model, and a sentence says if there is none', async () => {
  files['/gan/model.json'] = text(model(['a.bin'], 4));
  files['/gan/a.bin'] = text('four');
  expect((await fetched('/gan')).files).toHaveLength(2);
  expect(asked()).toEqual(['/gan', '/gan/zscape.json', '/gan/model.json', '/gan/a.bin']);
  await expect(fetched('/nothing/')).rejects.toMatchObject({
    code: 'FILE_MISSING',
    message: expect.stringMatching(/neither zscape\.json nor model\.json/),
  });
});

it('a page in place of a folder is not mistaken for a model', async () => {
  files['/gan'] = text('<!doctype html><p>A demo');
  files['/gan/model.json'] = text(model(['a.bin'], 4));
  files['/gan/a.bin'] = text('four');
  expect((await fetched('/gan')).files).toHaveLength(2);
});

it('one file is passed on unchanged, under its own name', async () => {
  files['/nets/My%20Faces.safetensors'] = text('weights');
  const { files: came, name } = await fetched('/nets/My%20Faces.safetensors');
  expect(came).toEqual([{ path: 'My Faces.safetensors', bytes: text('weights') }]);
  expect(name).toBe('My Faces');
});

it('an ONNX file comes with the files that hold its weights', async () => {
  const entry = (key: string, value: string) => {
    const field = (tag: number, content: string) => [tag, content.length, ...text(content)];
    const body = [...field(0x0a, key), ...field(0x12, value)];
    return [0x6a, body.length, ...body];
  };
  files['/nets/faces.onnx'] = Uint8Array.from([
    ...[8, 7, ...entry('location', 'faces.onnx.data'), ...entry('offset', '0')],
    ...[...entry('location', 'faces.onnx.data'), ...entry('offset', '512'), ...entry('location', 'more.bin')],
  ]);
  files['/nets/faces.onnx.data'] = files['/nets/more.bin'] = text('weights');
  const { files: came } = await fetched('/nets/faces.onnx');
  expect(came.map(({ path }) => path)).toEqual([
    'faces/faces.onnx',
    'faces/faces.onnx.data',
    'faces/more.bin',
  ]);
});
