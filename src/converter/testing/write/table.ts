/** Writes an index table as TensorFlow does (`checkpoint/table.ts` reads it), uncompressed or with Snappy blocks. */
import { maskedCrc32c } from '../../read/tensorflow/checkpoint/crc.ts';
import { concat, uint32, varint } from '../bytes.ts';
import { snappy } from './snappy.ts';

export interface TableOptions {
  readonly compression?: 'none' | 'snappy';
  /** A block ends once it has this many bytes. */
  readonly blockBytes?: number;
}

/** Writes a table. @param entries sorted by key, one byte per character. */
export function writeTable(
  entries: readonly (readonly [key: string, value: Uint8Array])[],
  options: TableOptions = {},
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const append = (block: Uint8Array): Uint8Array => {
    const packed = options.compression === 'snappy' ? snappy(block) : block;
    const typed = concat([packed, Uint8Array.of(options.compression === 'snappy' ? 1 : 0)]);
    const handle = concat([varint(size), varint(packed.length)]);
    parts.push(typed, uint32(maskedCrc32c(typed)));
    size += typed.length + 4;
    return handle;
  };
  const index: [string, Uint8Array][] = [];
  let open: (readonly [string, Uint8Array])[] = [];
  let openBytes = 0;
  const close = () => {
    if (open.length === 0) return;
    index.push([open.at(-1)![0], append(block(open, 16))]);
    open = [];
    openBytes = 0;
  };
  for (const entry of entries) {
    open.push(entry);
    openBytes += entry[0].length + entry[1].length;
    if (openBytes >= (options.blockBytes ?? 4096)) close();
  }
  close();
  const footer = new Uint8Array(48);
  footer.set(concat([append(block([], 1)), append(block(index, 1))]));
  footer.set([0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb], 40);
  return concat([...parts, footer]);
}

function block(entries: readonly (readonly [string, Uint8Array])[], interval: number): Uint8Array {
  const parts: Uint8Array[] = [];
  const restarts: number[] = [];
  let size = 0;
  let last = '';
  entries.forEach(([key, value], i) => {
    let shared = 0;
    if (i % interval === 0) restarts.push(size);
    else while (shared < Math.min(key.length, last.length) && key[shared] === last[shared]) shared += 1;
    const rest = Uint8Array.from(key.slice(shared), (char) => char.charCodeAt(0));
    const part = concat([varint(shared), varint(rest.length), varint(value.length), rest, value]);
    parts.push(part);
    size += part.length;
    last = key;
  });
  if (restarts.length === 0) restarts.push(0);
  return concat([...parts, ...restarts.map(uint32), uint32(restarts.length)]);
}
