/** The source of an archive's bytes: a file on a disk, or a Blob of the browser. */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';

export interface ByteSource {
  /** Its name as the user knows it, for error messages. */
  readonly name: string;
  readonly size: number;
  /** Reads the bytes [start, end); both lie in [0, size]. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes per read while streaming. */
const chunkBytes = 2 ** 20;

/** Reads the whole source once, in order. */
export async function* chunks(source: ByteSource, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < source.size; start += chunkBytes) {
    throwIfCancelled(signal);
    yield await source.read(start, Math.min(source.size, start + chunkBytes));
  }
}

export function blobSource(name: string, blob: Blob): ByteSource {
  return {
    name,
    size: blob.size,
    read: async (start, end) => {
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch (error) {
        throw new ZscapeError(
          'ARCHIVE_UNREADABLE',
          `${name} could not be read: it has been moved, changed or removed since you chose it. Choose it again.`,
          { cause: error },
        );
      }
    },
  };
}
