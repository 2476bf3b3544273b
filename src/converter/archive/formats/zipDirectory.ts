/** The central directory of a zip archive (APPNOTE 4.3 to 4.5), Zip64 included. */
import { ZscapeError } from '../../../base/errors.ts';
import type { ByteSource } from '../byteSource.ts';

export interface ZipEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'symbolic link' | 'device';
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc32: number;
  readonly packed: number;
  readonly size: number;
  /** Offset of the local header. */
  readonly offset: number;
  readonly nameBytes: number;
}

const endBytes = 22;
const locatorBytes = 20;
const end64Bytes = 56;
const entryBytes = 46;
/** The directory of 10,000 files with long names is well below this. */
const maxDirectoryBytes = 16 * 2 ** 20;

/**
 * Reads the directory.
 * @returns the entries in its order, and its offset.
 * @throws ARCHIVE_UNREADABLE, ARCHIVE_TOO_LARGE for more than `maxEntries` entries.
 */
export async function readDirectory(
  source: ByteSource,
  maxEntries: number,
): Promise<{ entries: ZipEntry[]; start: number }> {
  const { name } = source;
  const { count, bytes, start } = await findDirectory(source);
  if (count > maxEntries) {
    throw new ZscapeError(
      'ARCHIVE_TOO_LARGE',
      `${name} says that it holds ${count} files, which is more than any model has.`,
    );
  }
  if (bytes > maxDirectoryBytes || start + bytes > source.size) throw damaged(name);
  const directory = viewOf(await source.read(start, start + bytes));
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + entryBytes > bytes || directory.getUint32(at, true) !== 0x02014b50) throw damaged(name);
    const tail =
      directory.getUint16(at + 28, true) +
      directory.getUint16(at + 30, true) +
      directory.getUint16(at + 32, true);
    if (at + entryBytes + tail > bytes) throw damaged(name);
    const entry = parseEntry(name, directory, at);
    if (entry.offset + 30 > start) throw damaged(name);
    entries.push(entry);
    at += entryBytes + tail;
  }
  return { entries, start };
}

function parseEntry(archive: string, view: DataView, at: number): ZipEntry {
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at + entryBytes, nameBytes);
  const name = new TextDecoder().decode(bytes);
  const extra = new Zip64Extra(archive, view, at + entryBytes + nameBytes, extraBytes);
  // In this order: the extra field holds only the values that did not fit.
  const size = extra.value(view.getUint32(at + 24, true));
  const packed = extra.value(view.getUint32(at + 20, true));
  const offset = extra.value(view.getUint32(at + 42, true));
  return {
    name,
    kind: kindOf(name, view.getUint8(at + 5), view.getUint32(at + 38, true)),
    method: view.getUint16(at + 10, true),
    encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
    crc32: view.getUint32(at + 16, true),
    packed,
    size,
    offset,
    nameBytes,
  };
}

/** @param madeBy 3 for Unix, whose file mode is then in the upper half of the attributes. */
function kindOf(name: string, madeBy: number, attributes: number): ZipEntry['kind'] {
  const mode = madeBy === 3 || madeBy === 19 ? (attributes >>> 16) & 0o170000 : 0;
  if (mode === 0o120000) return 'symbolic link';
  if (name.endsWith('/')) return 'folder';
  return mode === 0 || mode === 0o100000 || mode === 0o040000 ? 'file' : 'device';
}

/** Returns, one after the other, the values of an entry that need 64 bits. */
class Zip64Extra {
  readonly #archive: string;
  readonly #view: DataView;
  #at = 0;
  #end = 0;

  constructor(archive: string, view: DataView, start: number, bytes: number) {
    this.#archive = archive;
    this.#view = view;
    for (let at = start; at + 4 <= start + bytes; at += 4 + view.getUint16(at + 2, true)) {
      if (view.getUint16(at, true) !== 1) continue;
      this.#at = at + 4;
      this.#end = Math.min(start + bytes, this.#at + view.getUint16(at + 2, true));
    }
  }

  value(short: number): number {
    if (short !== 0xffffffff) return short;
    if (this.#at + 8 > this.#end) throw damaged(this.#archive);
    const long = safeNumber(this.#archive, this.#view.getBigUint64(this.#at, true));
    this.#at += 8;
    return long;
  }
}

async function findDirectory(source: ByteSource): Promise<{ count: number; bytes: number; start: number }> {
  const { name, size } = source;
  const tailStart = Math.max(0, size - endBytes - 0xffff);
  const tail = viewOf(await source.read(tailStart, size));
  for (let at = tail.byteLength - endBytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== 0x06054b50) continue;
    if (at + endBytes + tail.getUint16(at + 20, true) !== tail.byteLength) continue;
    const directory = {
      count: tail.getUint16(at + 10, true),
      bytes: tail.getUint32(at + 12, true),
      start: tail.getUint32(at + 16, true),
    };
    const long =
      directory.count === 0xffff || directory.bytes === 0xffffffff || directory.start === 0xffffffff;
    return long ? findDirectory64(source, tailStart + at) : directory;
  }
  throw new ZscapeError(
    'ARCHIVE_UNREADABLE',
    `The zip archive ${name} ends too early: its directory is missing. Download it again.`,
  );
}

async function findDirectory64(source: ByteSource, end: number) {
  const { name } = source;
  if (end < locatorBytes) throw damaged(name);
  const locator = viewOf(await source.read(end - locatorBytes, end));
  if (locator.getUint32(0, true) !== 0x07064b50) throw damaged(name);
  const at = safeNumber(name, locator.getBigUint64(8, true));
  if (at + end64Bytes > end) throw damaged(name);
  const view = viewOf(await source.read(at, at + end64Bytes));
  if (view.getUint32(0, true) !== 0x06064b50) throw damaged(name);
  return {
    count: safeNumber(name, view.getBigUint64(32, true)),
    bytes: safeNumber(name, view.getBigUint64(40, true)),
    start: safeNumber(name, view.getBigUint64(48, true)),
  };
}

function safeNumber(archive: string, value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(archive);
  return Number(value);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(name: string): ZscapeError {
  return new ZscapeError(
    'ARCHIVE_UNREADABLE',
    `The directory of the zip archive ${name} is damaged. Download it again.`,
  );
}
