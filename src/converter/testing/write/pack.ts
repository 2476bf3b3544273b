/** Packs a module's files in the forms that users get. */
import { gzipSync, zipSync } from 'fflate';
import { packTar } from 'modern-tar';

/** A fixed day, so that a test's archive is the same in every run. */
const someDay = new Date(1_500_000_000_000);

export type Files = ReadonlyMap<string, Uint8Array>;

/** Makes a tar archive. @param root '' or a folder with a trailing slash that contains everything. */
export async function tarOf(files: Files, root = ''): Promise<Uint8Array<ArrayBuffer>> {
  const entries = [...files].map(([path, body]) => ({
    header: { name: root + path, size: body.length, mtime: someDay },
    body,
  }));
  return new Uint8Array(await packTar(entries));
}

export async function tarGzOf(
  files: Files,
  root = './',
  level: 0 | 1 | 6 = 6,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(gzipSync(await tarOf(files, root), { level, mtime: someDay }));
}

export function zipOf(files: Files, root = '', level: 0 | 6 = 6): Uint8Array<ArrayBuffer> {
  const entries = Object.fromEntries([...files].map(([path, body]) => [root + path, body]));
  return new Uint8Array(zipSync(entries, { level, mtime: someDay }));
}
