/**
 * A small GIF89a reader for the tests of this folder, written from the specification and apart from the encoder: whole
 * opaque frames with local palettes, as this project writes them. Throws on anything else.
 */
interface GifPicture {
  width: number;
  height: number;
  ticks: number;
  disposal: number;
  transparent: boolean;
  colours: number;
  /** RGB, row major. */
  pixels: Uint8Array;
}

interface GifContents {
  width: number;
  height: number;
  /** Times that the animation runs: 0 for ever, null when the file does not say. */
  repeats: number | null;
  frames: GifPicture[];
}

export function readGif(bytes: Uint8Array): GifContents {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number, length: number): string =>
    String.fromCharCode(...bytes.subarray(at, at + length));
  if (text(0, 6) !== 'GIF89a') throw new Error('no GIF89a signature');
  const gif: GifContents = {
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    repeats: null,
    frames: [],
  };
  if (view.getUint8(10) & 0x80) throw new Error('a global palette');
  let at = 13;
  let control = { ticks: 0, disposal: 0, transparent: false };

  const blocks = (): Uint8Array => {
    const parts: number[] = [];
    for (let size = view.getUint8(at++); size > 0; size = view.getUint8(at++)) {
      for (let i = 0; i < size; i++) parts.push(view.getUint8(at++));
    }
    return Uint8Array.from(parts);
  };

  for (;;) {
    const kind = view.getUint8(at++);
    if (kind === 0x3b) break;
    if (kind === 0x21) {
      const label = view.getUint8(at++);
      const body = blocks();
      if (label === 0xf9) {
        const flags = body[0]!;
        control = {
          ticks: body[1]! + 256 * body[2]!,
          disposal: (flags >> 2) & 7,
          transparent: (flags & 1) === 1,
        };
      } else if (label === 0xff && String.fromCharCode(...body.subarray(0, 11)) === 'NETSCAPE2.0') {
        if (body[11] !== 1) throw new Error('a Netscape block that does not loop');
        gif.repeats = body[12]! + 256 * body[13]!;
      }
      continue;
    }
    if (kind !== 0x2c) throw new Error(`block ${kind} at ${at - 1}`);
    const [left, top, width, height] = [0, 2, 4, 6].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
      number,
    ];
    if (left !== 0 || top !== 0) throw new Error('a frame that is not whole');
    const flags = view.getUint8(at + 8);
    at += 9;
    if ((flags & 0x80) === 0) throw new Error('no local palette');
    const colours = 2 ** ((flags & 7) + 1);
    const palette = bytes.subarray(at, at + 3 * colours);
    at += 3 * colours;
    const codeSize = view.getUint8(at++);
    const indices = unpackLzw(blocks(), codeSize);
    if (indices.length !== width * height)
      throw new Error(`${indices.length} pixels for ${width} x ${height}`);
    const pixels = new Uint8Array(3 * indices.length);
    indices.forEach((index, i) => {
      pixels.set(palette.subarray(3 * index, 3 * index + 3), 3 * i);
    });
    gif.frames.push({ width, height, ...control, colours, pixels });
  }
  if (at !== bytes.length) throw new Error('bytes after the end');
  return gif;
}

function unpackLzw(packed: Uint8Array, minimum: number): number[] {
  const clear = 2 ** minimum;
  const end = clear + 1;
  const out: number[] = [];
  let table: number[][] = [];
  let size = minimum + 1;
  let previous: number[] | null = null;
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (;;) {
    while (bits < size) {
      if (at >= packed.length) throw new Error('no end code');
      buffer |= packed[at++]! << bits;
      bits += 8;
    }
    const code = buffer & (2 ** size - 1);
    buffer >>>= size;
    bits -= size;
    if (code === end) return out;
    if (code === clear) {
      table = Array.from({ length: clear }, (_, i) => [i]);
      table.push([], []);
      size = minimum + 1;
      previous = null;
      continue;
    }
    const entry: number[] | undefined =
      table[code] ?? (code === table.length && previous ? [...previous, previous[0]!] : undefined);
    if (!entry) throw new Error(`code ${code} is not in the table`);
    for (const index of entry) out.push(index);
    if (previous && table.length < 4096) table.push([...previous, entry[0]!]);
    if (table.length === 2 ** size && size < 12) size += 1;
    previous = entry;
  }
}
