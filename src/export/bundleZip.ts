/** A bundle's files as one .zip, without compressing them: weights do not get smaller, and nobody waits for trying. */
import { Zip, ZipPassThrough } from 'fflate';

/**
 * @param folder inside the archive
 * @param open gives one file; they are read one after the other, a piece at a time, so that the page stays free
 */
export async function zipFiles(
  folder: string,
  paths: readonly string[],
  open: (path: string) => Promise<Blob>,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  // Without compression every piece comes out while it goes in, so the last one is there when `end` returns.
  const zip = new Zip((error, chunk) => {
    failure ??= error;
    if (chunk) parts.push(new Uint8Array(chunk));
  });
  for (const path of paths) {
    const entry = new ZipPassThrough(`${folder}/${path}`);
    zip.add(entry);
    const reader = (await open(path)).stream().getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      entry.push(value);
    }
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  if (failure) throw failure;
  return new Blob(parts, { type: 'application/zip' });
}
