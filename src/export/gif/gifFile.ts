/**
 * The GIF89a container: header, endless-loop extension and one block a frame, each frame with a palette of its own.
 * The compressed pixels come from `gifFrame.ts`. Specification: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
 */

/** One picture, compressed. */
export interface GifFrame {
  /** 256 colours as r, g, b: uint8 [768]. */
  palette: Uint8Array;
  /** The minimum code size, then the LZW data in its sub-blocks with the closing empty block. */
  data: Uint8Array;
}

const utf8 = new TextEncoder();

/** The largest width and height that the format can say. */
export const MAX_GIF_SIDE = 65535;

/** Everything before the first frame. */
export function gifHeader(width: number, height: number, loop: boolean): Uint8Array<ArrayBuffer> {
  const screen = [
    ...utf8.encode('GIF89a'),
    ...uint16(width),
    ...uint16(height),
    0b0111_0000, // no global palette; 8 bits a primary
    0, // background
    0, // aspect ratio not given
  ];
  // Netscape's application extension; a count of 0 repeats for ever. Without it the animation runs once.
  const repeat = loop ? [0x21, 0xff, 11, ...utf8.encode('NETSCAPE2.0'), 3, 1, 0, 0, 0] : [];
  return Uint8Array.from([...screen, ...repeat]);
}

/** A whole-screen frame that stays for `ticks` hundredths of a second and is then painted over by the next. */
export function gifFrameBlock(
  frame: GifFrame,
  width: number,
  height: number,
  ticks: number,
): Uint8Array<ArrayBuffer> {
  const head = [
    ...[0x21, 0xf9, 4, 0b0000_0100, ...uint16(ticks), 0, 0], // graphic control: leave in place, opaque
    ...[0x2c, 0, 0, 0, 0, ...uint16(width), ...uint16(height), 0b1000_0111], // local palette of 256
  ];
  const block = new Uint8Array(head.length + frame.palette.length + frame.data.length);
  block.set(head);
  block.set(frame.palette, head.length);
  block.set(frame.data, head.length + frame.palette.length);
  return block;
}

export const gifTrailer = Uint8Array.of(0x3b);

/**
 * How long frame number `index` stays, in the format's hundredths of a second. The rounding is spread over the
 * frames, so that n frames last n / fps seconds to within half a tick: 30 a second are 3, 4, 3, 3, 4, 3, ... ticks.
 */
export function frameTicks(index: number, fps: number): number {
  const at = (frame: number): number => Math.round((100 * frame) / fps);
  return at(index + 1) - at(index);
}

function uint16(value: number): [number, number] {
  return [value & 0xff, value >> 8];
}
