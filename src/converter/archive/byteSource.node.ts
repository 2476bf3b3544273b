/** Reads a file on the disk. Node only. */
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { ZscapeError } from '../../base/errors.ts';
import type { ByteSource } from './byteSource.ts';

export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/** Opens a file for reading. @throws INPUT_NOT_FOUND if it cannot be opened. */
export async function fileSource(path: string): Promise<FileSource> {
  let handle: FileHandle;
  let size: number;
  try {
    handle = await open(path, 'r');
    size = (await handle.stat()).size;
  } catch (error) {
    throw new ZscapeError('INPUT_NOT_FOUND', `${path} could not be opened. Check its name and permissions.`, {
      cause: error,
    });
  }
  const name = basename(path);
  return {
    name,
    size,
    read: (start, end) => readAt(handle, name, start, end),
    close: () => handle.close(),
  };
}

async function readAt(handle: FileHandle, name: string, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) {
      throw new ZscapeError('ARCHIVE_UNREADABLE', `${name} got shorter while it was being read. Try again.`);
    }
    filled += bytesRead;
  }
  return bytes;
}
