/** Reads a zip archive through its central directory; a file is inflated on demand. */
import { ZscapeError } from '../../../base/errors.ts';
import { type ByteSource, chunks } from '../byteSource.ts';
import { byPath, type ModuleFiles, missingFile } from '../files.ts';
import { type ArchiveLimits, ByteBudget } from '../limits.ts';
import { PathLedger, unsafeKind } from '../paths.ts';
import { crc32 } from './crc.ts';
import { type Decompress, inflate } from './decompress.ts';
import { GrowingBytes } from './growing.ts';
import { readDirectory, type ZipEntry } from './zipDirectory.ts';

export interface ZipOptions {
  readonly limits: ArchiveLimits;
  readonly decompress: Decompress;
  readonly signal?: AbortSignal;
}

const localHeaderBytes = 30;

/** Opens a zip archive. @throws ARCHIVE_UNREADABLE, ARCHIVE_TOO_LARGE, ARCHIVE_UNSAFE_PATH. */
export async function openZip(source: ByteSource, options: ZipOptions): Promise<ModuleFiles> {
  const { name } = source;
  const { entries, start } = await readDirectory(source, options.limits.maxEntries);
  const ledger = new PathLedger(name, options.limits);
  const budget = new ByteBudget(name, source.size, options.limits);
  const files = new Map<string, ZipEntry>();
  for (const entry of entries) {
    if (entry.kind !== 'file' && entry.kind !== 'folder') throw unsafeKind(name, entry.name, entry.kind);
    const path = ledger.add(entry.name, entry.kind);
    if (entry.kind === 'folder') continue;
    if (entry.encrypted) throw unreadable(name, `${path} is locked with a password`);
    if (entry.method !== 0 && entry.method !== 8) {
      throw unreadable(
        name,
        `${path} is packed with method ${entry.method}; only deflate and store are supported`,
      );
    }
    budget.spend(entry.size);
    files.set(path, entry);
  }
  refuseOverlaps(name, [...files.values()], start);
  return {
    paths: [...files.keys()].sort(byPath),
    read: async (path) => {
      const entry = files.get(path);
      if (entry === undefined) throw missingFile(path);
      return readEntry(source, entry, start, path, options);
    },
  };
}

/** Refuses entries that share bytes, because that is how a small zip can unpack to any size. */
function refuseOverlaps(name: string, entries: ZipEntry[], directoryStart: number): void {
  entries.sort((a, b) => a.offset - b.offset);
  entries.forEach((entry, i) => {
    const next = entries[i + 1]?.offset ?? directoryStart;
    if (entry.offset + localHeaderBytes + entry.nameBytes + entry.packed > next) {
      throw unreadable(name, `${JSON.stringify(entry.name)} overlaps with what follows it`);
    }
  });
}

async function readEntry(
  source: ByteSource,
  entry: ZipEntry,
  directoryStart: number,
  path: string,
  options: ZipOptions,
): Promise<Uint8Array> {
  const what = `${path} in ${source.name}`;
  const start = await dataStart(source, entry);
  const end = start + entry.packed;
  if (end > directoryStart) throw unreadable(source.name, `${path} is longer than its place in the archive`);
  const part: ByteSource = {
    name: what,
    size: entry.packed,
    read: (from, to) => source.read(start + from, start + to),
  };
  const packed = chunks(part, options.signal);
  const file = new GrowingBytes(entry.size, Math.max(2 ** 16, entry.packed * 4));
  for await (const chunk of entry.method === 0
    ? packed
    : inflate(what, 'deflate-raw', packed, options.decompress)) {
    if (file.length + chunk.length > entry.size)
      throw unreadable(source.name, `${path} is larger than it says`);
    file.push(chunk);
  }
  if (file.length !== entry.size) throw unreadable(source.name, `${path} is smaller than it says`);
  const bytes = file.take();
  if (crc32(bytes) !== entry.crc32) throw unreadable(source.name, `the checksum of ${path} is wrong`);
  return bytes;
}

/** Finds the start of the entry's bytes: its local header has its own lengths. */
async function dataStart(source: ByteSource, entry: ZipEntry): Promise<number> {
  const bytes = await source.read(entry.offset, entry.offset + localHeaderBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== 0x04034b50) throw unreadable(source.name, 'its two directories disagree');
  return entry.offset + localHeaderBytes + view.getUint16(26, true) + view.getUint16(28, true);
}

function unreadable(name: string, what: string): ZscapeError {
  return new ZscapeError('ARCHIVE_UNREADABLE', `The zip archive ${name} cannot be read: ${what}.`);
}
