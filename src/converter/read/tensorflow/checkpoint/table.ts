/**
 * The sorted table of keys and values in an index file (LevelDB's table format: blocks of prefix-compressed entries, each
 * followed by its compression and masked CRC-32C; an index block; a footer of 48 bytes).
 */
import { corrupt } from './corrupt.ts';
import { maskedCrc32c } from './crc.ts';
import { unsnappy } from './snappy.ts';
import { ByteCursor } from './varint.ts';

const footerBytes = 48;
const trailerBytes = 5;
const magicLow = 0x8b80fb57;
const magicHigh = 0xdb477524;
/** Names of a hundred thousand variables; with more the file is not an index. */
const maxKeyBytes = 32 * 2 ** 20;
const maxUnpackedBytes = 256 * 2 ** 20;

export interface TableEntry {
  /** One byte per character: keys of slices are not text. */
  readonly key: string;
  readonly value: Uint8Array;
}

/**
 * Reads all entries in order of their keys.
 * @param file names it in errors.
 * @throws CHECKPOINT_CORRUPT, also for a wrong checksum.
 */
export function readTable(bytes: Uint8Array, file: string): TableEntry[] {
  if (bytes.length < footerBytes) throw corrupt(file, 'it is too short to be an index');
  const footer = bytes.subarray(bytes.length - footerBytes);
  const view = new DataView(footer.buffer, footer.byteOffset);
  if (view.getUint32(40, true) !== magicLow || view.getUint32(44, true) !== magicHigh) {
    throw corrupt(file, 'it does not end like an index, so it is cut off or another kind of file');
  }
  const table = new TableReader(bytes, file);
  const cursor = new ByteCursor(footer.subarray(0, 40), (what) => corrupt(file, what));
  readHandle(cursor); // the meta index, which checkpoints leave empty
  const entries: TableEntry[] = [];
  let end = 0;
  let lastKey = '';
  for (const { value } of table.block(readHandle(cursor))) {
    const handle = readHandle(new ByteCursor(value, (what) => corrupt(file, what)));
    // Blocks follow each other: a block used twice would multiply the file's contents.
    if (handle.offset < end) throw corrupt(file, 'its blocks overlap');
    end = handle.offset + handle.size;
    for (const entry of table.block(handle)) {
      if (entries.length > 0 && entry.key <= lastKey) throw corrupt(file, 'its keys are not in order');
      lastKey = entry.key;
      entries.push(entry);
    }
  }
  return entries;
}

interface Handle {
  offset: number;
  size: number;
}

function readHandle(cursor: ByteCursor): Handle {
  return { offset: cursor.varint(), size: cursor.varint() };
}

class TableReader {
  readonly #bytes: Uint8Array;
  readonly #file: string;
  #keyBytes = 0;
  #unpackedBytes = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#file = file;
  }

  block(handle: Handle): TableEntry[] {
    const contents = this.#contents(handle);
    if (contents.length < 4) throw corrupt(this.#file, 'a block is too short');
    const restarts = new DataView(contents.buffer, contents.byteOffset + contents.length - 4).getUint32(
      0,
      true,
    );
    const end = contents.length - 4 - 4 * restarts;
    if (end < 0) throw corrupt(this.#file, 'a block is too short');
    return this.#entries(contents.subarray(0, end));
  }

  #contents({ offset, size }: Handle): Uint8Array {
    if (offset + size + trailerBytes > this.#bytes.length - footerBytes) {
      throw corrupt(this.#file, 'a block lies past its end');
    }
    const checked = this.#bytes.subarray(offset, offset + size + 1);
    const stored = new DataView(checked.buffer, checked.byteOffset + size + 1).getUint32(0, true);
    if (maskedCrc32c(checked) !== stored) throw corrupt(this.#file, 'the checksum of a block is wrong');
    const compression = checked[size];
    const block = checked.subarray(0, size);
    if (compression === 0) return block;
    if (compression !== 1)
      throw corrupt(this.#file, `a block is packed by the unknown method ${compression}`);
    const unpacked = unsnappy(block, (what) => corrupt(this.#file, what));
    this.#unpackedBytes += unpacked.length;
    if (this.#unpackedBytes > maxUnpackedBytes)
      throw corrupt(this.#file, 'it unpacks to more than any index');
    return unpacked;
  }

  #entries(block: Uint8Array): TableEntry[] {
    const cursor = new ByteCursor(block, (what) => corrupt(this.#file, what));
    const entries: TableEntry[] = [];
    let key = '';
    while (!cursor.done) {
      const shared = cursor.varint();
      const rest = cursor.varint();
      const valueBytes = cursor.varint();
      if (shared > key.length) throw corrupt(this.#file, 'a key refers to a missing one');
      key = key.slice(0, shared) + binaryString(cursor.take(rest));
      this.#keyBytes += key.length;
      if (this.#keyBytes > maxKeyBytes)
        throw corrupt(this.#file, 'its keys are longer than those of any index');
      entries.push({ key, value: cursor.take(valueBytes) });
    }
    return entries;
  }
}

/** Decodes one character per byte. */
export function binaryString(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
