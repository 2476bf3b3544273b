/**
 * Keeps the default model and everything that belongs to it (card, directions, preview heads, encoder) where the page
 * keeps the files of every model: by their hash, so nothing is stored twice and versions of a model are never confused.
 */
import { buildList, type ModelFile } from './buildList.ts';
import { visitorRests } from './giveWay.ts';
import { addressOf } from './scope.ts';

/** As in `src/bundle/device/weightsCache.ts`. */
const cacheName = 'zscape-files-1';
const keyOf = (sha256: string): string =>
  new URL(`/zscape-cache/sha256/${sha256}`, globalThis.location.origin).href;

const files = new Map(buildList.model.map((file) => [addressOf(file.path), file]));

/** Fetches the missing files. A file that cannot be had, or has changed since the build, is skipped. */
export async function keepModel(): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const file of buildList.model) {
    if (await cache.match(keyOf(file.sha256))) continue;
    await visitorRests();
    await keep(cache, file).catch(() => undefined);
  }
}

async function keep(cache: Cache, { path, sha256 }: ModelFile): Promise<void> {
  const response = await fetch(addressOf(path), { credentials: 'same-origin' });
  if (!response.ok) return;
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== sha256) return;
  const headers = { 'content-type': response.headers.get('content-type') ?? 'application/octet-stream' };
  await cache.put(keyOf(sha256), new Response(bytes, { headers }));
}

/** Answers a request for a file of the default model, if it is kept. */
export async function modelAnswer(request: Request): Promise<Response | undefined> {
  const url = new URL(request.url);
  const file = files.get(url.origin + url.pathname);
  if (!file || !(await caches.has(cacheName))) return undefined;
  const kept = await (await caches.open(cacheName)).match(keyOf(file.sha256));
  if (!kept) return undefined;
  const headers = new Headers(kept.headers);
  headers.set('content-type', typeOf(file.path));
  return new Response(kept.body, { headers });
}

function typeOf(path: string): string {
  if (path.endsWith('.json')) return 'application/json';
  return path.endsWith('.png') ? 'image/png' : 'application/octet-stream';
}
