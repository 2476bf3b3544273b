import { describe, expect, it } from 'vitest';
import { mostInside } from './limits.ts';
import { recipeIn } from './recipeIn.ts';
import { gifFile, jpegFile, pngFile, webpFile } from './testing/files.ts';
import { webpMetadataFlag } from './webpRecipe.ts';
import { withRecipe } from './withRecipe.ts';

const text = '{"zscape":"recipe","a":"&<>"}';

/** A WebP of one chunk, as browsers encode stills. */
function plainWebp(kind: string, data: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(20 + data.length);
  bytes.set(new TextEncoder().encode(`RIFF....WEBP${kind}`));
  const view = new DataView(bytes.buffer);
  view.setUint32(4, bytes.length - 8, true);
  view.setUint32(16, data.length, true);
  bytes.set(data, 20);
  return bytes;
}

const whole = [
  ['PNG', pngFile()],
  ['GIF', gifFile()],
  ['JPEG', jpegFile()],
  ['animated WebP', webpFile()],
  // RFC 6386: a frame's tag, its start code, 300 by 200.
  ['lossy WebP', plainWebp('VP8 ', [0x10, 0, 0, 0x9d, 1, 0x2a, 0x2c, 1, 0xc8, 0])],
  // 300 by 200 with alpha.
  ['lossless WebP', plainWebp('VP8L', [0x2f, 0x2b, 0xc1, 0x31, 0x10, 0])],
] as const;

describe('a recipe is put into', () => {
  for (const [kind, bytes] of whole) {
    it(`a ${kind}, which keeps its type and everything else`, async () => {
      const picture = new Blob([bytes], { type: 'image/x' });
      const made = await withRecipe(picture, text);
      expect(made?.type).toBe('image/x');
      expect(await recipeIn(new File([made!], 'x'))).toBe(text);
      const after = new Uint8Array(await made!.arrayBuffer());
      const tail = bytes.subarray(kind === 'GIF' ? 19 : 33);
      expect(Buffer.from(after).includes(tail)).toBe(true);
    });
  }

  it('the extended header that plain WebP lacks: size, alpha and metadata', async () => {
    for (const [kind, bytes] of whole.slice(4)) {
      const made = new Uint8Array(await (await withRecipe(new Blob([bytes]), text))!.arrayBuffer());
      const view = new DataView(made.buffer);
      expect(new TextDecoder().decode(made.subarray(12, 16))).toBe('VP8X');
      expect(view.getUint32(4, true)).toBe(made.length - 8);
      expect(made[20]).toBe(webpMetadataFlag | (kind === 'lossless WebP' ? 0x10 : 0));
      expect([view.getUint16(24, true) + 1, view.getUint16(27, true) + 1]).toEqual([300, 200]);
    }
  });
});

it('a picture that is too large, or a file that is not a picture, is left unchanged', async () => {
  expect(await withRecipe(new Blob([pngFile()]), 'x'.repeat(mostInside + 1))).toBeNull();
  expect(await withRecipe(new Blob([jpegFile()]), 'x'.repeat(mostInside))).toBeNull();
  expect(await withRecipe(new Blob(['hello, this is text']), text)).toBeNull();
});
