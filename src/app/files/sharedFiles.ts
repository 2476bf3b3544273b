/** Files that another app shared with this one, as the service worker left them (`src/serviceWorker/shared.ts`). */
const cacheName = 'zscape-shared-1';

/** Takes the shared files out of the cache. @returns the files; none if nothing was shared or storage is refused */
export async function takeSharedFiles(): Promise<File[]> {
  try {
    const cache = await caches.open(cacheName);
    const requests = await cache.keys();
    const files: File[] = [];
    for (const request of requests) {
      const response = await cache.match(request);
      const name = decodeURIComponent(request.url.split('/').at(-1) ?? 'file');
      if (response) files.push(new File([await response.blob()], name));
    }
    await caches.delete(cacheName);
    return files;
  } catch {
    return [];
  }
}
