/** Small files of every format, with and without a recipe, laid out as usual. */
import { joinBytes } from '../../../base/joinBytes.ts';
import { pngChunk, pngSignature } from '../../pngChunk.ts';
import { gifRecipeBlock } from '../gifRecipe.ts';
import { jpegRecipeSegment } from '../jpegRecipe.ts';
import { pngRecipeChunks } from '../pngRecipe.ts';
import { videoRecipeTags } from '../videoRecipe.ts';
import { webpMetadataFlag, webpRecipeChunk } from '../webpRecipe.ts';

const letters = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => Uint8Array.from(values);

/** One grey pixel. The picture's data do not matter here. */
export function pngFile(chunks: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> {
  return joinBytes([
    bytes(...pngSignature),
    pngChunk('IHDR', bytes(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)),
    ...chunks,
    pngChunk('IDAT', bytes(0x78, 0x9c, 0x63, 0, 0, 0, 2, 0, 1)),
    pngChunk('IEND', bytes()),
  ]);
}

/** One pixel with its own colour table, after the extension for endless repetition. */
export function gifFile(extensions: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> {
  return joinBytes([
    letters('GIF89a'),
    bytes(1, 0, 1, 0, 0x80, 0, 0),
    bytes(0, 0, 0, 255, 255, 255),
    bytes(0x21, 0xff, 11),
    letters('NETSCAPE2.0'),
    bytes(3, 1, 0, 0, 0),
    ...extensions,
    bytes(0x21, 0xf9, 4, 0, 5, 0, 0, 0),
    bytes(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80),
    bytes(0, 0, 0, 255, 255, 255),
    bytes(2, 2, 0x44, 1, 0),
    bytes(0x3b),
  ]);
}

export function webpFile(chunks: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> {
  const flags = chunks.length > 0 ? webpMetadataFlag : 0;
  const body = joinBytes([
    letters('WEBPVP8X'),
    bytes(10, 0, 0, 0, flags, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    letters('ANMF'),
    bytes(3, 0, 0, 0, 1, 2, 3, 0),
    ...chunks,
  ]);
  const head = new Uint8Array(8);
  head.set(letters('RIFF'));
  new DataView(head.buffer).setUint32(4, body.length, true);
  return joinBytes([head, body]);
}

export function box(kind: string, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = joinBytes(parts);
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, content.length + 8);
  head.set(letters(kind), 4);
  return joinBytes([head, content]);
}

/** @param comment null for none */
export function mp4File(comment: string | null = null): Uint8Array<ArrayBuffer> {
  const four = new Uint8Array(4);
  const meta = (text: string) =>
    box(
      'meta',
      four,
      box('hdlr', new Uint8Array(25)),
      box(
        'ilst',
        box('\u00a9too', box('data', new Uint8Array(8), utf8('x'))),
        box('\u00a9cmt', box('data', bytes(0, 0, 0, 1), four, utf8(text))),
      ),
    );
  return joinBytes([
    box('ftyp', letters('isom'), four),
    box('mdat', new Uint8Array(300)),
    box('moov', box('mvhd', new Uint8Array(100)), ...(comment === null ? [] : [box('udta', meta(comment))])),
  ]);
}

function element(id: number, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = joinBytes(parts);
  const name = id.toString(16);
  const head = bytes(...(name.match(/../g) ?? []).map((two) => Number.parseInt(two, 16)), 0x08);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, content.length);
  return joinBytes([head, length, content]);
}

/** @param comment null for none */
export function webmFile(comment: string | null = null): Uint8Array<ArrayBuffer> {
  const tag = (key: string, text: string) =>
    element(
      0x7373,
      element(0x63c0, bytes()),
      element(0x67c8, element(0x45a3, letters(key)), element(0x4487, utf8(text))),
    );
  return joinBytes([
    element(0x1a45dfa3, element(0x4282, letters('webm'))),
    element(
      0x18538067,
      element(0x1549a966, new Uint8Array(20)),
      // A cluster of unknown length, as written by programs that cannot seek back.
      joinBytes([
        bytes(0x1f, 0x43, 0xb6, 0x75, 0xff),
        element(0xe7, bytes(0)),
        element(0xa3, new Uint8Array(50)),
      ]),
      ...(comment === null ? [] : [element(0x1254c367, tag('ENCODER', 'x'), tag('COMMENT', comment))]),
    ),
  ]);
}

/** A start, a third-party segment, a scan without content, and the end. */
export function jpegFile(segments: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> {
  return joinBytes([
    bytes(0xff, 0xd8),
    ...segments,
    bytes(0xff, 0xe0, 0, 4, 1, 2),
    bytes(0xff, 0xda, 0, 2, 7, 7, 7, 0xff, 0xd9),
  ]);
}

/** A file of every format with a recipe in it; null for one without. */
export const filesOf: Readonly<Record<string, (recipe: string | null) => Uint8Array<ArrayBuffer>>> = {
  'picture.png': (text) => pngFile(text === null ? [] : pngRecipeChunks(text)),
  'picture.jpg': (text) => jpegFile(text === null ? [] : [jpegRecipeSegment(text) ?? bytes()]),
  'film.gif': (text) => gifFile(text === null ? [] : [gifRecipeBlock(text)]),
  'film.webp': (text) => webpFile(text === null ? [] : [webpRecipeChunk(text)]),
  'film.mp4': (text) => mp4File(text === null ? null : videoRecipeTags(text).comment),
  'film.webm': (text) => webmFile(text === null ? null : videoRecipeTags(text).comment),
};
