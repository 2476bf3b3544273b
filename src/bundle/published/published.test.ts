import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bundleIdSchema } from '../schema/manifest.ts';
import { fileListSchema, parseFileList } from './fileList.ts';
import { progan128 } from './progan128.ts';
import { bytesOf, fromSource } from './publishedModel.ts';
import { publishedModels } from './publishedModels.ts';

describe.each(publishedModels)('$id', (model) => {
  it('matches the schema of lists', () => {
    expect(v.parse(fileListSchema, model).variants).toEqual(model.variants);
    expect(v.is(bundleIdSchema, model.id)).toBe(true);
  });

  it('has addresses that are encrypted folders', () => {
    for (const address of model.addresses) expect(address).toMatch(/^https:\/\/[^?#]+\/$/);
    for (const address of model.archives) expect(address).toMatch(/^https:\/\//);
  });
});

it('progan-128 is 23 MB in 8 bits and 92 MB in full', () => {
  expect(bytesOf(progan128.variants.uint8 ?? [])).toBe(22_984_423);
  expect(bytesOf(progan128.variants.float32 ?? [])).toBe(91_758_216);
  expect(progan128.variants.float32).toHaveLength(23);
});

const file = { path: 'm/model.json', bytes: 7, gitBlob: '0'.repeat(40) };

describe('a list of another host', () => {
  it('is read like the table', () => {
    const text = JSON.stringify({ repository: 'a/b', variants: { uint8: [file] }, addresses: ['x'] });
    expect(parseFileList(text, 'here')).toEqual({ variants: { uint8: [file] } });
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['no variant', { variants: {} }],
    ['no model.json', { variants: { uint8: [{ ...file, path: 'a.bin' }] } }],
    ['two of them', { variants: { uint8: [file, { ...file, path: 'b/model.json' }] } }],
    ['a path that leaves its folder', { variants: { uint8: [file, { ...file, path: '../a.bin' }] } }],
    ['a path from the root', { variants: { uint8: [file, { ...file, path: '/a.bin' }] } }],
    ['an address for a path', { variants: { uint8: [file, { ...file, path: 'https://a.b/c.bin' }] } }],
    ['a hash of another kind', { variants: { uint8: [{ ...file, gitBlob: '0'.repeat(64) }] } }],
    [
      'more bytes than any model',
      { variants: { uint8: [file, { ...file, path: 'a.bin', bytes: 2 ** 31 }] } },
    ],
    ['one path twice', { variants: { uint8: [file, file] } }],
  ])('with %s is refused with a sentence', (_, list) => {
    expect(() => parseFileList(JSON.stringify(list), 'https://a.b/files.json')).toThrow(
      expect.objectContaining({
        code: 'SOURCE_INVALID',
        message: expect.stringContaining('https://a.b/files.json'),
      }),
    );
  });

  it('that is not JSON is refused with a sentence', () => {
    expect(() => parseFileList('<html>', 'here')).toThrow(/not JSON/);
  });

  it("with exactly the table's files keeps the table's facts, and with others it does not", () => {
    const base = 'https://mirror.example/p/';
    const same = fromSource(progan128, base, { variants: progan128.variants }, 'uint8');
    expect(same.faces).toEqual(progan128.faces);
    expect(same).toMatchObject({ licence: progan128.licence, addresses: [base], host: 'mirror.example' });
    const other = fromSource(progan128, base, { variants: { uint8: [file] } }, 'uint8');
    expect(other.licence).toEqual({ name: 'unknown: the files are those of mirror.example' });
    expect(other.description).toContain('not the published ones');
    expect(other.faces).toBeUndefined();
    expect(other.source).toEqual({ name: 'mirror.example', url: base });
  });
});
