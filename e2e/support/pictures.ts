/** Picture files for tests of imports, most of them made here, byte by byte. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { projectRoot } from './site.ts';

export interface PictureFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const big = (value: number, bytes: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};

function pngOf(width: number, height: number, kind: 'grey' | 'rgba', lines: Buffer): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(name), data]);
    return Buffer.concat([big(data.length, 4), named, big(crc32(named), 4)]);
  };
  const header = Buffer.concat([
    ...[big(width, 4), big(height, 4)],
    Buffer.from([8, kind === 'grey' ? 0 : 6, 0, 0, 0]),
  ]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(lines, { level: 1 })),
      chunk('IEND', Buffer.alloc(0)),
    ],
  ]);
}

/** A grey PNG that gets lighter from left to right. @param rows how many it really has, whatever its header says */
export function greyPng(name: string, width: number, height: number, rows = height): PictureFile {
  const line = Buffer.alloc(width + 1, 0);
  for (let x = 0; x < width; x++) line[x + 1] = Math.floor((255 * x) / width);
  const buffer = pngOf(width, height, 'grey', Buffer.concat(Array<Buffer>(rows).fill(line)));
  return { name, mimeType: 'image/png', buffer };
}

/** A PNG whose left half is black and whose right half is transparent. */
export function halfPng(name: string, side: number): PictureFile {
  const line = Buffer.alloc(1 + 4 * side, 0);
  for (let x = 0; x < side / 2; x++) line[4 + 4 * x] = 255;
  const buffer = pngOf(side, side, 'rgba', Buffer.concat(Array<Buffer>(side).fill(line)));
  return { name, mimeType: 'image/png', buffer };
}

/** Adds an EXIF segment with an orientation to a JPEG. @param orientation 1 to 8 */
export function turnedJpeg(jpeg: Buffer, orientation: number): Buffer {
  const tag = Buffer.concat([big(0x0112, 2), big(3, 2), big(1, 4), big(orientation, 2), big(0, 2)]);
  const tiff = Buffer.concat([Buffer.from('MM'), big(42, 2), big(8, 4), big(1, 2), tag, big(0, 4)]);
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1]), big(exif.length + 2, 2), exif]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

/**
 * A GIF of two frames, each of one colour: black, then white. Its codes are not compressed: each pixel is one of three bits, with a
 * code that clears the table in between.
 */
export function twoFrameGif(name: string, side: number): PictureFile {
  const little = (value: number) => Buffer.from([value & 255, value >> 8]);
  const frame = (index: number) => {
    const codes: number[] = [4];
    for (let i = 0; i < side * side; i++) {
      if (i > 0 && i % 2 === 0) codes.push(4);
      codes.push(index);
    }
    codes.push(5);
    const bytes = Buffer.alloc(Math.ceil((codes.length * 3) / 8));
    for (const [i, code] of codes.entries())
      for (let bit = 0; bit < 3; bit++)
        if ((code >> bit) & 1) bytes[(3 * i + bit) >> 3]! |= 1 << ((3 * i + bit) & 7);
    const blocks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 255) {
      const block = bytes.subarray(at, at + 255);
      blocks.push(Buffer.from([block.length]), block);
    }
    return Buffer.concat([
      ...[Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]), Buffer.from([0x2c, 0, 0, 0, 0])],
      ...[little(side), little(side), Buffer.from([0, 2]), ...blocks, Buffer.from([0])],
    ]);
  };
  const buffer = Buffer.concat([
    ...[Buffer.from('GIF89a'), little(side), little(side), Buffer.from([0x91, 0, 0])],
    ...[Buffer.from([0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255]), frame(0), frame(1), Buffer.from([0x3b])],
  ]);
  return { name, mimeType: 'image/gif', buffer };
}

/** A photograph with three faces, from the library that finds them. */
export const threeFaces = (): string =>
  join(projectRoot, 'node_modules/@vladmandic/face-api/demo/sample3.jpg');

export const photograph = (): Buffer => readFileSync(threeFaces());
