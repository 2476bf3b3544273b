/** Chunks of the PNG format (W3C, Portable Network Graphics, 5.3): a length, a name of four letters, data, and a checksum. */

/** The eight bytes that mark a file as a PNG. */
export const pngSignature = [137, 80, 78, 71, 13, 10, 26, 10] as const;
/** Position of the second chunk: the first is the header, always of 25 bytes. */
export const afterPngHeader = 8 + 25;

/** Makes a chunk. @param name four Latin letters, whose cases have a meaning */
export function pngChunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(data.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(name), 4);
  chunk.set(data, 8);
  view.setUint32(data.length + 8, pngSum(chunk.subarray(4, data.length + 8)));
  return chunk;
}

/** The effect of eight steps of the checksum on each byte. */
const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Returns the CRC-32 of a chunk's name and data, as defined for PNG (the same specification, annex D). */
export function pngSum(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) value = table[(value ^ bytes[i]!) & 0xff]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
