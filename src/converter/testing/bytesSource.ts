/** Bytes in memory in place of a file. */
import type { ByteSource } from '../archive/byteSource.ts';

export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}
