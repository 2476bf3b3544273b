import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { linkIn } from './pngLink.ts';

/** A picture of one black pixel. @param texts placed behind the header, as the page does */
function pixel(...texts: string[]): Blob {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const number = (value: number) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    };
    return Buffer.concat([number(data.length), body, number(crc32(body))]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const parts = [
    chunk('IHDR', header),
    ...texts.map((text) => chunk('tEXt', Buffer.from(text, 'latin1'))),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return new Blob([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]);
}

describe('the link in a picture', () => {
  it("is read unchanged, even behind other programs' texts", async () => {
    expect(await linkIn(pixel('Title\0x', 'zscape\0v=3&f=abc_-'))).toBe('v=3&f=abc_-');
  });

  it('is not found in other files or in pictures that were cut off', async () => {
    expect(await linkIn(pixel())).toBeNull();
    expect(await linkIn(new Blob(['GIF89a']))).toBeNull();
    const whole = pixel('zscape\0v=3');
    expect(await linkIn(whole.slice(0, 40))).toBeNull();
  });
});
