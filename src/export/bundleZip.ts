/** Puts a bundle's files into one .zip without compressing them: weights would not get smaller, and trying takes time. */
import { Zip, ZipPassThrough } from 'fflate';

/**
 * Zips files one after the other, a piece at a time, so the page stays responsive.
 * @param folder the folder inside the archive
 * @param open returns a file by its path
 */
export async function zipFiles(
  folder: string,
  paths: readonly string[],
  open: (path: string) => Promise<Blob>,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  // Without compression each piece comes out as soon as it goes in, so the last one is complete when `end` returns.
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
