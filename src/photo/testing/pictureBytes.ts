/** Small pictures as bytes, for tests: complete ones that any decoder accepts, and ways to damage them. */
import { crc32, deflateSync } from 'node:zlib';

const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0));
const big = (value: number, bytes: number) =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256);

function chunk(name: string, data: Uint8Array): number[] {
  const named = Uint8Array.from([...text(name), ...data]);
  return [...big(data.length, 4), ...named, ...big(crc32(named), 4)];
}

/** Makes a PNG of 8-bit grey. @param rows how many it really contains, whatever its header says */
export function pngBytes(width: number, height: number, rows = height): Uint8Array<ArrayBuffer> {
  const lines = new Uint8Array(rows * (width + 1)).map((_, i) => (i % (width + 1) === 0 ? 0 : i % 251));
  return Uint8Array.from([
    ...[0x89, ...text('PNG\r\n\x1a\n')],
    ...chunk('IHDR', Uint8Array.from([...big(width, 4), ...big(height, 4), 8, 0, 0, 0, 0])),
    ...chunk('IDAT', deflateSync(lines)),
    ...chunk('IEND', new Uint8Array()),
  ]);
}

const segment = (marker: number, data: readonly number[]) => [
  0xff,
  marker,
  ...big(data.length + 2, 2),
  ...data,
];

/**
 * Makes a grey JPEG of one colour: its tables have one code each, and its data are zeros.
 * @param extra segments before the frame header
 */
export function jpegBytes(
  width: number,
  height: number,
  extra: readonly number[] = [],
): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  return Uint8Array.from([
    ...[0xff, 0xd8, ...extra],
    ...segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    ...segment(0xc0, [8, ...big(height, 2), ...big(width, 2), 1, 1, 0x11, 0]),
    // One code of one bit: no change of the mean; and the end of the block.
    ...segment(0xc4, [0x00, 1, ...Array<number>(15).fill(0), 0]),
    ...segment(0xc4, [0x10, 1, ...Array<number>(15).fill(0), 0]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...Array<number>(Math.ceil(blocks / 4)).fill(0),
    ...[0xff, 0xd9],
  ]);
}

/** Makes an EXIF segment whose thumbnail is the given JPEG, as cameras write them. @param orientation 1 to 8 */
export function exifSegment(orientation: number, thumbnail: Uint8Array = jpegBytes(8, 8)): number[] {
  const tag = [...big(0x0112, 2), ...big(3, 2), ...big(1, 4), ...big(orientation, 2), 0, 0];
  const tiff = [...text('MM'), ...big(42, 2), ...big(8, 4), ...big(1, 2), ...tag, ...big(0, 4)];
  return segment(0xe1, [...text('Exif\0\0'), ...tiff, ...thumbnail]);
}

const little = (value: number, bytes: number) => big(value, bytes).reverse();

/** The beginnings of WebP files in their three forms. */
export const webpHeads = {
  extended: (width: number, height: number) =>
    webp('VP8X', [0, 0, 0, 0, ...little(width - 1, 3), ...little(height - 1, 3)]),
  lossless: (width: number, height: number) =>
    webp('VP8L', [0x2f, ...little(width - 1 + (height - 1) * 16_384, 4)]),
  lossy: (width: number, height: number) =>
    webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, ...little(width, 2), ...little(height, 2)]),
};

function webp(form: string, data: readonly number[]): Uint8Array<ArrayBuffer> {
  const body = [
    ...text('WEBP'),
    ...text(form),
    ...little(data.length, 4),
    ...data,
    ...Array<number>(16).fill(0),
  ];
  return Uint8Array.from([...text('RIFF'), ...little(body.length, 4), ...body]);
}

/** The beginning of a HEIC or AVIF file: its brand, and a thumbnail's size before its own. */
export function boxedHead(brand: string, width: number, height: number): Uint8Array<ArrayBuffer> {
  const ispe = (w: number, h: number) => [
    ...big(20, 4),
    ...text('ispe'),
    0,
    0,
    0,
    0,
    ...big(w, 4),
    ...big(h, 4),
  ];
  const ftyp = [...big(24, 4), ...text('ftyp'), ...text(brand), 0, 0, 0, 0, ...text('mif1'), ...text(brand)];
  return Uint8Array.from([...ftyp, ...ispe(320, 240), ...ispe(width, height), ...Array<number>(64).fill(0)]);
}

export const gifHead = (width: number, height: number) =>
  Uint8Array.from([...text('GIF89a'), ...little(width, 2), ...little(height, 2), 0, 0, 0, 0x3b]);
