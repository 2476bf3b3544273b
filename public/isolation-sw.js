/**
 * The page's service worker. For hosts that cannot set headers (GitHub Pages) it adds the two that make the page cross-origin
 * isolated, which WASM threads need. On devices that keep a model it keeps the page, too (`offline.js`). A page that is isolated already
 * and has no model of its own never registers it.
 */
importScripts('./offline.js');

const added = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  // Other origins answer for themselves, and this odd pair is DevTools' own: a worker's fetch of it throws.
  if (new URL(request.url).origin !== self.location.origin) return;
  if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return;
  event.respondWith(answer(event));
});

async function answer(event) {
  const { request } = event;
  const kept = await self.keptForGood(request);
  if (kept) return kept;
  let response;
  try {
    response = await self.withHeaders(request);
  } catch (error) {
    const last = await self.keptFromLast(request);
    if (last) return last;
    throw error;
  }
  event.waitUntil(self.keepAnswer(request, response).catch(() => undefined));
  return response;
}

self.withHeaders = async (request) => {
  const response = await fetch(request);
  if (response.status === 0 || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  // These statuses have no body, and a Response refuses to be made with one.
  const body = [101, 204, 205, 304].includes(response.status) ? null : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
};
