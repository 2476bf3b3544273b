/**
 * Cyclic redundancy checks of 32 bits, sixteen bytes per step ("slicing": one table for each byte's distance from the
 * end, Kounavis and Berry 2005). Zip uses CRC-32, and TensorFlow's checkpoints use CRC-32C (Castagnoli).
 * `docs/decisions/converter/small-libraries.md` explains why this is not a library.
 */
type Crc = (bytes: Uint8Array) => number;

const slices = 16;
const noWords = new Uint32Array(0);
const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** Makes tables in which `tables[256 * k + b]` is the check of byte b followed by k zeros. */
function makeTables(reversedPolynomial: number): Uint32Array {
  const tables = new Uint32Array(256 * slices);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? reversedPolynomial : 0);
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]!;
    tables[i] = tables[before & 255]! ^ (before >>> 8);
  }
  return tables;
}

function makeCrc(reversedPolynomial: number): Crc {
  const t = makeTables(reversedPolynomial);
  return (bytes) => {
    let crc = -1;
    let at = 0;
    const end = bytes.length;
    // Single bytes up to a multiple of four in memory, so that whole words can be read.
    const lead = littleEndian ? Math.min(end, (4 - (bytes.byteOffset & 3)) & 3) : end;
    while (at < lead) crc = t[(crc ^ bytes[at++]!) & 255]! ^ (crc >>> 8);
    const words =
      littleEndian && end - at >= 16
        ? new Uint32Array(bytes.buffer, bytes.byteOffset + at, (end - at) >>> 2)
        : noWords;
    const steps = words.length >>> 2;
    for (let w = 0; w < steps * 4; w += 4) {
      const a = words[w]! ^ crc;
      const b = words[w + 1]!;
      const c = words[w + 2]!;
      const d = words[w + 3]!;
      crc =
        t[3840 + (a & 255)]! ^
        t[3584 + ((a >>> 8) & 255)]! ^
        t[3328 + ((a >>> 16) & 255)]! ^
        t[3072 + (a >>> 24)]! ^
        t[2816 + (b & 255)]! ^
        t[2560 + ((b >>> 8) & 255)]! ^
        t[2304 + ((b >>> 16) & 255)]! ^
        t[2048 + (b >>> 24)]! ^
        t[1792 + (c & 255)]! ^
        t[1536 + ((c >>> 8) & 255)]! ^
        t[1280 + ((c >>> 16) & 255)]! ^
        t[1024 + (c >>> 24)]! ^
        t[768 + (d & 255)]! ^
        t[512 + ((d >>> 8) & 255)]! ^
        t[256 + ((d >>> 16) & 255)]! ^
        t[d >>> 24]!;
    }
    at += steps * 16;
    while (at < end) crc = t[(crc ^ bytes[at++]!) & 255]! ^ (crc >>> 8);
    return ~crc >>> 0;
  };
}

export const crc32 = makeCrc(0xedb88320);
export const crc32c = makeCrc(0x82f63b78);
