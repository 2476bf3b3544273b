import { describe, expect, it } from 'vitest';
import type { ZscapeError } from '../../base/errors.ts';
import { boxedHead, exifSegment, gifHead, jpegBytes, pngBytes, webpHeads } from '../testing/pictureBytes.ts';
import { checkPicture, undecodable } from './check.ts';
import { kindOf } from './kind.ts';
import { sizeIn } from './size.ts';

const file = (bytes: Uint8Array<ArrayBuffer> | string, name = 'holiday.jpg', type = '') =>
  new File([bytes], name, { type });

const svg = `<?xml version="1.0"?>
<!-- drawn > by hand -->
<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="https://a.example/b.png"/></svg>`;

describe('the kind of a file, by its first bytes', () => {
  it.each([
    ['a JPEG', jpegBytes(16, 9), 'jpeg', { width: 16, height: 9 }],
    ['one with a thumbnail', jpegBytes(640, 480, exifSegment(6)), 'jpeg', { width: 640, height: 480 }],
    ['a PNG', pngBytes(20, 30), 'png', { width: 20, height: 30 }],
    ['a GIF', gifHead(300, 200), 'gif', { width: 300, height: 200 }],
    ['an extended WebP', webpHeads.extended(70_000, 12), 'webp', { width: 70_000, height: 12 }],
    ['a lossless WebP', webpHeads.lossless(321, 123), 'webp', { width: 321, height: 123 }],
    ['a lossy WebP', webpHeads.lossy(400, 300), 'webp', { width: 400, height: 300 }],
    ['a HEIC', boxedHead('heic', 4032, 3024), 'heic', { width: 4032, height: 3024 }],
    ['an AVIF', boxedHead('avif', 800, 600), 'avif', { width: 800, height: 600 }],
    ['a film', boxedHead('isom', 1, 1).fill(0x69, 16, 24), 'video', null],
  ])('%s', (_, bytes, kind, size) => {
    expect(kindOf(bytes)).toBe(kind);
    expect(sizeIn(kind as 'jpeg', bytes)).toEqual(size);
  });

  it.each([
    ['with a declaration and a comment', svg],
    ['after a byte order mark', `\ufeff${svg}`],
    ['with a doctype', '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY a "b">]>\n<svg/>'],
    ['with a prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'],
  ])('an SVG %s', (_, text) => {
    expect(kindOf(new TextEncoder().encode(text))).toBe('svg');
  });

  it('a page with a drawing in it is not an SVG, and text is nothing', () => {
    expect(kindOf(new TextEncoder().encode('<html><svg/></html>'))).toBe('unknown');
    expect(kindOf(new TextEncoder().encode('hello'))).toBe('unknown');
    expect(kindOf(new Uint8Array())).toBe('unknown');
  });

  it('a truncated size is not read', () => {
    for (const whole of [jpegBytes(16, 16, exifSegment(1)), pngBytes(9, 9), webpHeads.lossy(9, 9)])
      for (let length = 0; length < 20; length++)
        expect(() => sizeIn(kindOf(whole), whole.subarray(0, length))).not.toThrow();
  });
});

describe('a picture is accepted', () => {
  it.each([
    ['a JPEG', jpegBytes(64, 64)],
    ['a JPEG with a film behind it', Uint8Array.from([...jpegBytes(64, 64), ...new Uint8Array(100_000)])],
    ['a JPEG with padding between its segments', jpegBytes(64, 64, [0xff, 0xff, ...exifSegment(3).slice(1)])],
    ['a JPEG with two megabytes before its frame', jpegBytes(64, 64, Array(32).fill(padding()).flat())],
    ['a PNG', pngBytes(64, 64)],
    ['a PNG with trailing bytes', Uint8Array.from([...pngBytes(64, 64), ...new Uint8Array(70_000)])],
    ['one of eight pixels a side', pngBytes(8, 8)],
    ['a WebP', webpHeads.lossy(64, 64)],
    ['a GIF without its end', gifHead(64, 64).slice(0, -1)],
    ['an unknown format, which is left to the browser', new TextEncoder().encode('hello')],
  ])('%s', async (_, bytes) => {
    await expect(checkPicture(file(bytes))).resolves.toBeTypeOf('string');
  });

  it('with 200 megapixels, as phones make them', async () => {
    await expect(checkPicture(file(pngBytes(16_320, 12_240, 1)))).resolves.toBe('png');
  });
});

function padding(): number[] {
  return [0xff, 0xe2, 0xff, 0xff, ...Array<number>(65_533).fill(0xd9)];
}

describe('a picture is refused with a sentence that names it', () => {
  it.each<[string, Blob, string, RegExp]>([
    ['0 bytes', file(''), 'PICTURE_EMPTY', /^holiday\.jpg is empty: it has 0 bytes\./],
    ['1 x 1', file(pngBytes(1, 1)), 'PICTURE_TOO_SMALL', /^holiday\.jpg has 1 × 1 pixels.* at least 8 × 8/],
    ['30,000 px wide', file(pngBytes(30_000, 20)), 'PICTURE_TOO_LARGE', /30000 × 20 pixels.* 20,000 a side/],
    [
      'of gigabytes in a kilobyte',
      file(pngBytes(19_000, 19_000, 1)),
      'PICTURE_TOO_LARGE',
      /19000 × 19000 pixels.* 210 million/,
    ],
    ['a JPEG of 65,000 px', file(jpegBytes(65_000, 8)), 'PICTURE_TOO_LARGE', /65000 × 8/],
    [
      'cut off in its data, with the end of a thumbnail in it',
      file(jpegBytes(640, 480, exifSegment(1)).slice(0, -300)),
      'PICTURE_CUT_OFF',
      /^holiday\.jpg is cut off after [\d,]+ bytes/,
    ],
    [
      'cut off in its head',
      file(jpegBytes(64, 64, exifSegment(1)).slice(0, 90)),
      'PICTURE_CUT_OFF',
      /90 bytes/,
    ],
    ['a PNG cut off', file(pngBytes(64, 64).slice(0, -20)), 'PICTURE_CUT_OFF', /cut off/],
    ['a WebP cut off', file(webpHeads.lossy(64, 64).slice(0, -3)), 'PICTURE_CUT_OFF', /cut off/],
    ['an SVG', file(svg, 'logo.svg'), 'PICTURE_KIND', /^logo\.svg is an SVG.* scripts.* as PNG/],
    ['an SVG with another extension', file(svg, 'me.png', 'image/png'), 'PICTURE_KIND', /^me\.png is an SVG/],
    ['packed SVG', file('\x1f\x8b', 'a.svgz', 'image/svg+xml'), 'PICTURE_KIND', /is an SVG/],
    ['a PDF', file('%PDF-1.7', 'cv.pdf'), 'PICTURE_KIND', /is a PDF, not a picture/],
    ['a film', file(boxedHead('isom', 64, 64).fill(0x69, 16, 24)), 'PICTURE_KIND', /film or sound file/],
    ['without a name', new Blob([]), 'PICTURE_EMPTY', /^The picture is empty/],
  ])('%s', async (_, blob, code, words) => {
    const refused = await checkPicture(blob).then(
      () => null,
      (error: ZscapeError) => error,
    );
    expect(refused).toMatchObject({ name: 'ZscapeError', code });
    expect(refused?.message).toMatch(words);
  });

  it('if the file is gone', async () => {
    const gone = file('x');
    gone.slice = () =>
      ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }) as never;
    await expect(checkPicture(gone)).rejects.toMatchObject({ code: 'PICTURE_UNREADABLE' });
  });

  it.each([
    ['heic', 'PICTURE_KIND', /HEIC picture, the format of iPhones.*Safari/],
    ['tiff', 'PICTURE_KIND', /TIFF picture/],
    ['unknown', 'PICTURE_UNREADABLE', /is not a picture, or this browser does not know its format/],
    ['jpeg', 'PICTURE_UNREADABLE', /damaged, or too large for this device.*this JPEG/],
  ] as const)('when the browser cannot decode %s', (kind, code, words) => {
    const error = undecodable(file('x'), kind);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
  });
});
