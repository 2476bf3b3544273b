/**
 * Takes the files that another app shares with this one (`share_target` of the manifest): the browser posts them here,
 * and the page then opens and finds them in a cache (`src/app/files/sharedFiles.ts`).
 */
import { addressOf } from './scope.ts';

const cacheName = 'zscape-shared-1';

export const isShare = (request: Request): boolean =>
  request.method === 'POST' && new URL(request.url).pathname === new URL(addressOf('share')).pathname;

/** Stores the shared files and returns a redirect to the page, which opens them. */
export async function takeShare(request: Request): Promise<Response> {
  const form = await request.formData();
  const files = form.getAll('files').filter((entry): entry is File => entry instanceof File);
  await caches.delete(cacheName);
  const cache = await caches.open(cacheName);
  for (const [index, file] of files.entries()) {
    const name = encodeURIComponent(file.name);
    await cache.put(addressOf(`shared/${index}/${name}`), new Response(file));
  }
  return Response.redirect(addressOf('./?shared'), 303);
}
