/** Where an archive's bytes come from: a file on a disk, a Blob of the browser, a stream, bytes in memory. */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { megabytes } from './limits.ts';

export interface ByteSource {
  /** What the user calls it; for sentences. */
  readonly name: string;
  readonly size: number;
  /** Bytes [start, end) of it; both inside [0, size]. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Of one read while streaming. */
const chunkBytes = 2 ** 20;

/** The whole source once, in order. */
export async function* chunks(source: ByteSource, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < source.size; start += chunkBytes) {
    throwIfCancelled(signal);
    yield await source.read(start, Math.min(source.size, start + chunkBytes));
  }
}

export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
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
          `${name} could not be read: it was moved, changed or removed since it was chosen. Choose it again.`,
          { cause: error },
        );
      }
    },
  };
}

/**
 * Collects a stream (a response's body, say) so that it can be read from any place.
 * @throws ARCHIVE_TOO_LARGE beyond `maxBytes`.
 */
export async function streamSource(
  name: string,
  stream: ReadableStream<Uint8Array>,
  options: { maxBytes: number; signal?: AbortSignal },
): Promise<ByteSource> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = stream.getReader();
  try {
    for (;;) {
      throwIfCancelled(options.signal);
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > options.maxBytes) {
        throw new ZscapeError('ARCHIVE_TOO_LARGE', `${name} is larger than ${megabytes(options.maxBytes)}.`);
      }
      parts.push(new Uint8Array(value));
    }
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  }
  return blobSource(name, new Blob(parts));
}
