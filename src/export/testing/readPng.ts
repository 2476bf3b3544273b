import { crc32, inflateSync } from 'node:zlib';

interface ReadPng {
  width: number;
  height: number;
  /** Bytes of a pixel. */
  step: number;
  data: Uint8Array;
  /** The numbers of the filters that its rows use. */
  used: Set<number>;
}

/** Reads a PNG of eight bits a channel, straight from the format's definition. @throws if a checksum is wrong */
export function readPng(bytes: Uint8Array): ReadPng {
  const file = Buffer.from(bytes);
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  const step = ({ 0: 1, 2: 3, 6: 4 } as Record<number, number>)[file[25]!]!;
  const packed: Buffer[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    const sum = crc32(file.subarray(at + 4, at + 8 + length));
    if (file.readUInt32BE(at + 8 + length) !== sum) throw new Error(`The sum of ${name} is wrong.`);
    if (name === 'IDAT') packed.push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const rows = inflateSync(Buffer.concat(packed));
  const length = width * step;
  const out = new Uint8Array(length * height);
  const used = new Set<number>();
  for (let y = 0; y < height; y++) {
    const kind = rows[y * (length + 1)]!;
    used.add(kind);
    for (let i = 0; i < length; i++) {
      const left = i < step ? 0 : out[y * length + i - step]!;
      const up = y === 0 ? 0 : out[(y - 1) * length + i]!;
      const corner = i < step || y === 0 ? 0 : out[(y - 1) * length + i - step]!;
      const estimate = left + up - corner;
      const distances = [left, up, corner].map((value) => Math.abs(estimate - value));
      const nearest = [left, up, corner][distances.indexOf(Math.min(...distances))]!;
      const predicted = [0, left, up, Math.floor((left + up) / 2), nearest][kind]!;
      out[y * length + i] = (rows[y * (length + 1) + 1 + i]! + predicted) & 0xff;
    }
  }
  return { width, height, step, data: out, used };
}
