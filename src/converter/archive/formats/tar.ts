/** Reads a tar stream into memory, each file's bytes once. modern-tar knows the format; the checks are ours. */
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import { ZscapeError } from '../../../base/errors.ts';
import { type ModuleFiles, memoryFiles } from '../files.ts';
import { type ArchiveLimits, ByteBudget, megabytes } from '../limits.ts';
import { PathLedger, unsafeKind } from '../paths.ts';
import { GrowingBytes } from './growing.ts';
import { iterate, toStream } from './streams.ts';

export interface TarOptions {
  /** The archive's name, for error messages. */
  readonly name: string;
  /** Bytes of the archive on disk. */
  readonly packed: number;
  readonly limits: ArchiveLimits;
}

/**
 * Reads a tar archive.
 * @param bytes the unpacked stream.
 * @throws ARCHIVE_UNREADABLE (truncated, damaged, not a tar), ARCHIVE_TOO_LARGE, ARCHIVE_UNSAFE_PATH (paths out of the
 * folder, links, duplicates), and errors of `bytes` itself.
 */
export async function readTar(bytes: AsyncIterable<Uint8Array>, options: TarOptions): Promise<ModuleFiles> {
  const { name, packed, limits } = options;
  const contents = new Map<string, Uint8Array>();
  const ledger = new PathLedger(name, limits);
  const budget = new ByteBudget(name, packed, limits);
  let failure: unknown;
  async function* counted() {
    try {
      for await (const chunk of bytes) {
        budget.spend(chunk.length);
        yield chunk;
      }
    } catch (error) {
      failure ??= error;
      throw error;
    }
  }
  const decoder: ReadableWritablePair<ParsedTarEntry, Uint8Array> = createTarDecoder({ strict: true });
  try {
    for await (const entry of iterate(toStream(counted()).pipeThrough(decoder))) {
      try {
        await takeEntry(entry, contents, ledger, options);
      } catch (error) {
        failure ??= error;
        throw error;
      }
    }
  } catch (error) {
    if (failure instanceof ZscapeError) throw failure;
    throw unreadable(name, error, contents.size);
  }
  return memoryFiles(contents);
}

async function takeEntry(
  entry: ParsedTarEntry,
  contents: Map<string, Uint8Array>,
  ledger: PathLedger,
  { name, packed, limits }: TarOptions,
): Promise<void> {
  const { header, body } = entry;
  const type = header.type ?? 'file';
  if (type === 'directory') {
    ledger.add(header.name, 'folder');
    await body.cancel();
    return;
  }
  if (type !== 'file') throw unsafeKind(name, header.name, type === 'symlink' ? 'symbolic link' : type);
  const path = ledger.add(header.name, 'file');
  if (header.size > limits.maxBytes) {
    throw new ZscapeError(
      'ARCHIVE_TOO_LARGE',
      `${path} in ${name} claims to be ${megabytes(header.size)}; the limit is ${megabytes(limits.maxBytes)}.`,
    );
  }
  const file = new GrowingBytes(header.size, Math.max(2 ** 16, packed * 4));
  for await (const chunk of iterate(body)) file.push(chunk);
  contents.set(path, file.take());
}

function unreadable(name: string, error: unknown, filesRead: number): ZscapeError {
  const said = error instanceof Error ? error.message : '';
  if (/truncated/i.test(said)) {
    return new ZscapeError(
      'ARCHIVE_UNREADABLE',
      `${name} ends too early: the archive is cut off. Download it again.`,
      { cause: error },
    );
  }
  return new ZscapeError(
    'ARCHIVE_UNREADABLE',
    filesRead === 0
      ? `${name} does not hold a tar archive of a model, or is damaged at its start.`
      : `${name} is damaged: its tar archive stops making sense after ${filesRead} files. Download it again.`,
    { cause: error },
  );
}
