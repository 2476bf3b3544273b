import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { joinBytes } from '../../base/joinBytes.ts';
import { pngChunk } from '../pngChunk.ts';
import { gifRecipeBlock } from './gifRecipe.ts';
import { mostInside } from './limits.ts';
import { recipeIn } from './recipeIn.ts';
import { box, filesOf, gifFile, mp4File, pngFile, webmFile, webpFile } from './testing/files.ts';

const recipe = (length = 0) =>
  `{"zscape":"recipe","name":"a & b <c> \\u00e4 “\u00e9”","pad":"${'x'.repeat(length)}"}`;
const fileOf = (bytes: BlobPart, name = 'file') => new File([bytes], name);
const utf8 = (text: string) => new TextEncoder().encode(text);
const keyword = 'zscape recipe\0';

describe('a recipe in a file', () => {
  for (const [name, make] of Object.entries(filesOf)) {
    it(`is read from ${name} exactly as it was written, whatever its length`, async () => {
      for (const length of [0, 1, 200, 255, 256, 1000, 60_000]) {
        const text = recipe(length);
        expect(await recipeIn(fileOf(make(text), name))).toBe(text);
      }
    });

    it(`is not found in ${name} without one, and no file that was cut off gives part of it`, async () => {
      expect(await recipeIn(fileOf(make(null), name))).toBeNull();
      const whole = make(recipe(40));
      for (let end = 0; end < whole.length; end++) {
        const found = await recipeIn(fileOf(whole.slice(0, end), name)).catch((error) => error.code);
        expect([null, 'RECIPE_INVALID', recipe(40)]).toContain(found);
      }
    });

    it(`of more than 64 KB is refused in ${name}`, async () => {
      if (name.endsWith('.jpg')) return;
      await expect(recipeIn(fileOf(make(recipe(5 * mostInside)), name))).rejects.toThrow(/more than 64 KB/);
    });
  }

  it('is not found in an empty file or in one of another kind', async () => {
    expect(await recipeIn(fileOf(''))).toBeNull();
    expect(await recipeIn(fileOf('{"zscape":"recipe"}'))).toBeNull();
  });
});

describe('a PNG that other programs have rewritten', () => {
  const packed = zlibSync(utf8(recipe(100)));
  const texts: Record<string, Uint8Array> = {
    'compressed iTXt': pngChunk('iTXt', joinBytes([utf8(`${keyword}\u0001\0en\0Rezept\0`), packed])),
    zTXt: pngChunk('zTXt', joinBytes([utf8(`${keyword}\0`), zlibSync(utf8('{"plain":1}'))])),
    tEXt: pngChunk('tEXt', utf8(`${keyword}{"plain":1}`)),
  };
  for (const [kind, chunk] of Object.entries(texts)) {
    it(`is read as ${kind}`, async () => {
      const text = kind === 'compressed iTXt' ? recipe(100) : '{"plain":1}';
      expect(await recipeIn(fileOf(pngFile([chunk])))).toBe(text);
    });
  }

  it('is refused if few bytes unpack to very many', async () => {
    const bomb = zlibSync(new Uint8Array(3_000_000));
    expect(bomb.length).toBeLessThan(mostInside);
    for (const head of [`${keyword}\u0001\0\0\0`, `${keyword}\0`]) {
      const chunk = pngChunk(
        head.length > keyword.length + 1 ? 'iTXt' : 'zTXt',
        joinBytes([utf8(head), bomb]),
      );
      await expect(recipeIn(fileOf(pngFile([chunk]), 'bomb.png'))).rejects.toThrow(/bomb\.png claims/);
    }
  });

  it('is refused if the checksum or the compression is wrong', async () => {
    const broken = pngFile([pngChunk('iTXt', utf8(`${keyword}\0\0\0\0text`))]);
    broken[broken.indexOf(0x74, 60)]! ^= 1;
    await expect(recipeIn(fileOf(broken))).rejects.toThrow(/changed along the way/);
    const torn = pngFile([pngChunk('zTXt', joinBytes([utf8(`${keyword}\0`), packed.subarray(0, 20)]))]);
    await expect(recipeIn(fileOf(torn))).rejects.toThrow(/changed along the way/);
  });

  it('by another program contains no recipe, even with a chunk of a similar name', async () => {
    const foreign = [pngChunk('tEXt', utf8('zscape recipes\0x')), pngChunk('zsCp', utf8(keyword))];
    expect(await recipeIn(fileOf(pngFile(foreign)))).toBeNull();
  });
});

it('is read even where other programs have moved it: XMP as an attribute, a comment in a QuickTime file, a GIF with more extensions', async () => {
  const xmp = utf8(
    `<rdf:Description xmlns:ns1='urn:zscape:recipe' ns1:recipe="{&quot;a&quot;:&#49;&#x26;}"/>`,
  );
  const chunk = new Uint8Array(8 + xmp.length + (xmp.length % 2));
  chunk.set(utf8('XMP '));
  new DataView(chunk.buffer).setUint32(4, xmp.length, true);
  chunk.set(xmp, 8);
  expect(await recipeIn(fileOf(webpFile([chunk])))).toBe('{"a":1&}');

  const data = box('data', new Uint8Array(8), utf8(recipe()));
  const meta = box('meta', box('hdlr', new Uint8Array(25)), box('ilst', box('\u00a9cmt', data)));
  const film = joinBytes([box('ftyp', utf8('qt  ')), box('moov', box('udta', meta))]);
  expect(await recipeIn(fileOf(film))).toBe(recipe());

  const note = joinBytes([Uint8Array.of(0x21, 0xfe, 5), utf8('hello'), Uint8Array.of(0)]);
  expect(await recipeIn(fileOf(gifFile([note, gifRecipeBlock(recipe()), note])))).toBe(recipe());
});

it('is not confused with the comments of others', async () => {
  expect(await recipeIn(fileOf(mp4File('my holiday')))).toBeNull();
  expect(await recipeIn(fileOf(webmFile('my holiday')))).toBeNull();
});
