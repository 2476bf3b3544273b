/**
 * Makes a palette and LZW data of one picture, with modern-gif: median cut in OkLab, nearest colour in OkLab, no
 * dithering (the noise of error diffusion crawls from frame to frame and doubles the file).
 *
 * The encoder of modern-gif takes a whole animation at once, with every frame as RGBA in memory and one palette for
 * all of them. It cannot do that with 240 frames of 512 x 512 px, which hold tens of millions of colours. So each
 * frame is encoded as a GIF of its own, and `gifFile.ts` puts the frames together: this takes the memory of one
 * frame, progress is known, and each picture has the palette that suits it.
 */
import { Encoder } from 'modern-gif';
import { ZscapeError } from '../../base/errors.ts';
import type { GifFrame } from './gifFile.ts';
import { limitColours } from './limitColours.ts';

/**
 * Compresses one picture.
 * @param pixels RGBA [height, width, 4], opaque; they are changed in place, and the caller gives them away
 */
export async function encodeGifFrame(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
): Promise<GifFrame> {
  limitColours(pixels);
  const encoder = new Encoder({ width, height, looped: false });
  await encoder.encode({ data: pixels });
  return takeFrame(new Uint8Array(await encoder.flush('arrayBuffer')), width, height);
}

/** The palette and the LZW data of a GIF that has one whole-screen frame and a global palette. */
function takeFrame(gif: Uint8Array, width: number, height: number): GifFrame {
  const flags = gif[10] ?? 0;
  const paletteAt = 13;
  const paletteBytes = flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
  let at = paletteAt + paletteBytes;
  while (gif[at] === 0x21) {
    at += 2;
    while (gif[at]) at += gif[at]! + 1;
    at += 1;
  }
  const view = new DataView(gif.buffer, gif.byteOffset, gif.byteLength);
  const whole =
    gif[at] === 0x2c && view.getUint16(at + 5, true) === width && view.getUint16(at + 7, true) === height;
  if (paletteBytes !== 768 || !whole || gif.at(-1) !== 0x3b) {
    throw new ZscapeError(
      'EXPORT_FAILED',
      'The GIF encoder gave a frame that this page cannot put into a file.',
    );
  }
  return { palette: gif.slice(paletteAt, paletteAt + paletteBytes), data: gif.slice(at + 10, -1) };
}
