/**
 * Limits how long the search for a palette takes: with hundreds of thousands of different colours, a frame of 512 x
 * 512 px takes over a second. Colours are rounded to 7 bits a channel, or to 6 if needed; for a picture that has so
 * many of them, the 256 colours of a GIF are far coarser than that.
 */
export const COLOUR_LIMIT = 16_384;

/**
 * Rounds colours until there are at most `COLOUR_LIMIT`, or 6 bits a channel.
 * @param pixels RGBA; changed in place. Black, white and alpha stay as they are.
 */
export function limitColours(pixels: Uint8ClampedArray): void {
  if (!hasMoreColours(pixels, COLOUR_LIMIT)) return;
  const sevenBits = roundingTable(7);
  const table = hasMoreColours(pixels, COLOUR_LIMIT, sevenBits) ? roundingTable(6) : sevenBits;
  for (let i = 0; i < pixels.length; i += 4) {
    pixels[i] = table[pixels[i]!]!;
    pixels[i + 1] = table[pixels[i + 1]!]!;
    pixels[i + 2] = table[pixels[i + 2]!]!;
  }
}

/** True when there are more than `limit` different colours after each value is replaced by its entry in the table. */
export function hasMoreColours(pixels: Uint8ClampedArray, limit: number, table = roundingTable(8)): boolean {
  const seen = new Uint32Array(2 ** 24 / 32);
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    const colour = (table[pixels[i]!]! << 16) | (table[pixels[i + 1]!]! << 8) | table[pixels[i + 2]!]!;
    const bit = 1 << (colour & 31);
    const word = colour >>> 5;
    if ((seen[word]! & bit) === 0) {
      seen[word]! |= bit;
      count += 1;
      if (count > limit) return true;
    }
  }
  return false;
}

/** For each value of 8 bits, the nearest of 2^bits equally spaced values from 0 to 255. */
function roundingTable(bits: number): Uint8Array {
  const levels = 2 ** bits - 1;
  return Uint8Array.from({ length: 256 }, (_, v) =>
    Math.round((Math.round((v * levels) / 255) * 255) / levels),
  );
}
