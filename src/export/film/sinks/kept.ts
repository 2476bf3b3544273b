/**
 * A film that the browser downloads when it is complete. The first bytes stay in memory, which is enough for most films;
 * a longer one moves to the browser's own storage (OPFS), so memory use stays flat. If there is no such storage, as in
 * some private windows, everything stays in memory.
 */
import type { MadeFilm } from '../messages.ts';
import { newFilmFile, removeFilm } from './filmFolder.ts';
import type { OpenSink } from './openSink.ts';
import { Pages } from './pages.ts';

/** The most bytes kept in memory. */
const inMemory = 32 << 20;

/** Opens the destination. @param most bytes that stay in memory */
export async function keptSink(most = inMemory): Promise<OpenSink> {
  let pages: Pages | null = new Pages();
  let disk: Disk | null = null;
  let refused = false;

  const moveToDisk = async (): Promise<void> => {
    if (!pages || refused) return;
    disk = await openDisk();
    refused = disk === null;
    let position = 0;
    for (const part of disk ? pages.parts() : []) {
      disk?.write(position, part);
      position += part.length;
    }
    if (disk) pages = null;
  };

  return {
    async write(position, data) {
      if (pages && position + data.length > most) await moveToDisk();
      if (disk) disk.write(position, data);
      else pages?.write(position, data);
    },
    async close(type): Promise<MadeFilm> {
      if (disk) return disk.close();
      const file = new Blob(pages?.parts() ?? [], { type });
      pages = null;
      return { bytes: file.size, file, kept: null };
    },
    async discard() {
      pages = null;
      await disk?.discard();
    },
  };
}

/** The operations of workers on a file of OPFS, which TypeScript's types of the page lack. */
interface SyncFile {
  createSyncAccessHandle(): Promise<{
    write(data: Uint8Array<ArrayBuffer>, options: { at: number }): number;
    flush(): void;
    close(): void;
  }>;
}

interface Disk {
  write(position: number, data: Uint8Array<ArrayBuffer>): void;
  close(): Promise<MadeFilm>;
  discard(): Promise<void>;
}

/** Opens a file in the browser's own storage; null if there is none. */
async function openDisk(): Promise<Disk | null> {
  const made = await newFilmFile().catch(() => null);
  if (!made) return null;
  const { handle, name } = made;
  const access = await (handle as FileSystemFileHandle & SyncFile).createSyncAccessHandle();
  return {
    write(position, data) {
      const written = access.write(data, { at: position });
      // When the disk is full, some browsers write less than they were given instead of reporting it.
      if (written < data.length) throw new DOMException('The disk is full.', 'QuotaExceededError');
    },
    async close() {
      access.flush();
      access.close();
      const file = await handle.getFile();
      return { bytes: file.size, file, kept: name };
    },
    async discard() {
      access.close();
      await removeFilm(name);
    },
  };
}
