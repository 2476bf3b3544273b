/** A growing file on disk, in the user's folder or the browser's own. */
import { joinBytes } from '../../base/joinBytes.ts';

/** Each write is a trip to the browser's own process, so bytes are collected up to this many. */
const gathered = 1 << 20;

export interface DiskFile {
  /** Takes bytes, to be written by the next `drain` that finds enough of them. */
  push(bytes: Uint8Array<ArrayBuffer>): void;
  drain(): Promise<void>;
  /** Writes the rest. Only then does the file appear, or replace the old one. */
  close(): Promise<void>;
  /** Discards everything written; an earlier file of this name stays. */
  abort(): Promise<void>;
}

/** Exists only in workers, so the page's types lack it. */
interface SyncAccess {
  truncate(size: number): void;
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  flush(): void;
  close(): void;
}

interface Writer {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** Opens a file in a folder for writing. @throws DOMException of the browser */
export async function openDiskFile(folder: FileSystemDirectoryHandle, fileName: string): Promise<DiskFile> {
  const handle = await folder.getFileHandle(fileName, { create: true });
  const writer =
    typeof handle.createWritable === 'function' ? await streamInto(handle) : await syncInto(handle);
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const flush = async () => {
    if (bytes === 0) return;
    const whole = joinBytes(waiting);
    waiting = [];
    bytes = 0;
    await writer.write(whole);
  };
  return {
    push(chunk) {
      waiting.push(chunk);
      bytes += chunk.length;
    },
    async drain() {
      if (bytes >= gathered) await flush();
    },
    async close() {
      await flush();
      await writer.close();
    },
    async abort() {
      await writer.abort();
      if ((await handle.getFile()).size === 0) await folder.removeEntry(fileName);
    },
  };
}

/** Writes become the file only when it is closed. */
async function streamInto(handle: FileSystemFileHandle): Promise<Writer> {
  const stream = await handle.createWritable();
  return { write: (bytes) => stream.write(bytes), close: () => stream.close(), abort: () => stream.abort() };
}

/** For browsers without streams into files; only their own storage offers this. */
async function syncInto(handle: FileSystemFileHandle): Promise<Writer> {
  const access = await (
    handle as unknown as { createSyncAccessHandle(): Promise<SyncAccess> }
  ).createSyncAccessHandle();
  access.truncate(0);
  let at = 0;
  return {
    async write(bytes) {
      const written = access.write(bytes, { at });
      if (written < bytes.length) throw new DOMException('The disk took only a part.', 'QuotaExceededError');
      at += written;
    },
    async close() {
      access.flush();
      access.close();
    },
    async abort() {
      access.truncate(0);
      access.close();
    },
  };
}
