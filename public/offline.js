/**
 * Keeps the page itself for visits without a network, once somebody has a model on this device: the page asks for it by a message. Until
 * then nothing is kept. Part of the service worker (`isolation-sw.js`), which asks here before and after it asks the network.
 */
const pageCache = 'zscape-page-1';

/** Where a request's answer is kept: queries and the name of the page's file make no difference. */
function keyOf(request) {
  const { scope } = self.registration;
  if (request.mode === 'navigate') return scope;
  const url = new URL(request.url);
  return url.origin + url.pathname;
}

const isHashed = (key) => /\/assets\/[^/]+-[\w-]{8}\.\w+$/.test(key);
/** Weights are kept elsewhere, by their hashes (src/bundle/device). */
const isWorthKeeping = (key) => key === self.registration.scope || /\/models\/[^?]*\.json$/.test(key);

/** A file whose name says its content needs no network, if it is here. */
self.keptForGood = async (request) => {
  const key = keyOf(request);
  if (request.method !== 'GET' || !isHashed(key) || !(await caches.has(pageCache))) return undefined;
  return (await caches.open(pageCache)).match(key);
};

/** What the network answered last, for when there is none. */
self.keptFromLast = async (request) => {
  if (request.method !== 'GET' || !(await caches.has(pageCache))) return undefined;
  return (await caches.open(pageCache)).match(keyOf(request));
};

/** The newest of what changes. */
self.keepAnswer = async (request, response) => {
  const key = keyOf(request);
  if (request.method !== 'GET' || !response.ok || !isWorthKeeping(key)) return;
  const copy = response.clone();
  if (await caches.has(pageCache)) await (await caches.open(pageCache)).put(key, copy);
};

self.addEventListener('message', (event) => {
  if (event.data?.type !== 'keepPage') return;
  // Without room, or without a network just now, the page stays one that needs a network.
  event.waitUntil(keepPage().catch(() => undefined));
});

async function keepPage() {
  const { scope } = self.registration;
  const addressOf = (path) => new URL(path, scope).href;
  const list = await (await fetch(addressOf('offline.json'), { cache: 'no-cache' })).json();
  const { models } = await (await fetch(addressOf('models/index.json'))).json();
  const first = models.find((model) => model.default) ?? models[0];
  const changing = ['./', 'models/index.json', ...(first ? [`models/${first.id}/zscape.json`] : [])];
  const cache = await caches.open(pageCache);
  const wanted = new Set(list.map(addressOf));
  for (const path of changing) await keep(cache, addressOf(path));
  // Shells of the page first, as the list has them; a few at a time leave the network to others.
  const queue = [...wanted].values();
  const lane = async () => {
    for (const address of queue) if (!(await cache.match(address))) await keep(cache, address);
  };
  await Promise.all([lane(), lane()]);
  // Of builds before this one.
  for (const { url } of await cache.keys()) if (isHashed(url) && !wanted.has(url)) await cache.delete(url);
}

async function keep(cache, address) {
  const response = await self.withHeaders(new Request(address));
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  await cache.put(address, response);
}
