/**
 * Bounds the time of a palette search: with hundreds of thousands of different colours a 512 x 512 px frame takes over a
 * second. Colours are rounded to 7 or 6 bits a channel, as few as needed; a GIF's 255 colours are coarser than that by far
 * for any picture so rich.
 */
export const COLOUR_LIMIT = 16_384;

/** @param pixels RGBA; changed in place. Black, white and alpha stay as they are. */
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

/** For each value of 8 bits the nearest of 2^bits equally spaced ones from 0 to 255. */
function roundingTable(bits: number): Uint8Array {
  const levels = 2 ** bits - 1;
  return Uint8Array.from({ length: 256 }, (_, v) =>
    Math.round((Math.round((v * levels) / 255) * 255) / levels),
  );
}
